"""安全参数: limits of passwords, sessions and personal queries, each with the day from which it holds."""
