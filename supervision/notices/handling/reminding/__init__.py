"""催办与督办: who is told when a period ends, and who when it has ended."""
