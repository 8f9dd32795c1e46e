"""联系方式: sealed where they are kept, opened for those who work on the case."""
