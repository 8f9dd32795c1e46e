"""建议: which subjects a counterpart might be, and why."""
