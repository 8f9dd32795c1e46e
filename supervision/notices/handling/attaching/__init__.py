"""附件: the files that belong to a notice, opened where one reads."""
