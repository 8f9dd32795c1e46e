"""Real servers for every test: one PostgreSQL, one database cloned from a migrated template for each process."""
