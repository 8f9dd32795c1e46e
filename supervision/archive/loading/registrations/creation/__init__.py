"""新建档案: the first row about a subject."""
