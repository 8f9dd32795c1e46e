"""文件: registrations that come as a table, through the one door for files."""
