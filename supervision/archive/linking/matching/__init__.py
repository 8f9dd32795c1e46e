"""匹配: which subject a counterpart is, asked of the database for a whole chunk at once."""
