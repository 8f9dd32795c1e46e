"""Working days (工作日) by the State Council's yearly notices."""
