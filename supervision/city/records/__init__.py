"""记录: what the departments of the city report about its firms."""
