"""核验: whether a credit report is genuine, asked by whoever holds it."""
