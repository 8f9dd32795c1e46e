"""信用记录: what may be said of a subject, red and black on one page, and the report that anybody can check."""
