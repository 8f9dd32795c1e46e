"""接收: from checked rows to the archive and to decisions, each matter in one standing version."""
