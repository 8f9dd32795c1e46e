"""字段对应: layouts as data, guessed from the header row, saved by name."""
