"""恢复公示: a repair was undone, so that the record is shown again, for a period that begins anew."""
