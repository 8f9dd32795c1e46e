"""证照缺口: pushed, no licence, and signs that the firm works all the same."""
