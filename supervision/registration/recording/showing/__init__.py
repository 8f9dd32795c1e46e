"""登记业务页: what came today, what waits for a person, and one entry with all that became of it."""
