"""Personal data in an archive: hidden by default, opened for a declared purpose (masking_rules, domain 12.2)."""
