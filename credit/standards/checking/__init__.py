"""校验: the rules V01–V25 over whole chunks; each finding says row, column, value, rule and what helps."""
