"""更新档案: another row about a known subject."""
