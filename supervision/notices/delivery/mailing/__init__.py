"""电子邮件: one letter for all that wait."""
