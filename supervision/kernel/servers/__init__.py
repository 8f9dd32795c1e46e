"""The servers and processes of a single-machine installation: PostgreSQL, the queue store, and who keeps them running."""
