"""上传日历: which days and months a department reported, which it declared empty, and which stayed silent (漏报)."""
