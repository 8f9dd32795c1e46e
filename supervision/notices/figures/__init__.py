"""统计: pushed, received, claimed, overdue, licensed, with the records behind each number."""
