"""导入离线包: every change is refused in words, what is whole goes through the one door."""
