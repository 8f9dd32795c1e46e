"""登记信息: rows that found an archive or add a version to it."""
