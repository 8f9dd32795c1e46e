"""审计查看: reading the audit chain and asking whether it is as it was written."""
