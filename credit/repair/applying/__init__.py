"""申请修复: what a firm reads before it applies, what it hands in, and where it follows its application."""
