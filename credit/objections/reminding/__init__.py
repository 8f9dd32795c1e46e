"""催办与督办: who is told when a period of an objection or a question ends, and who when it has ended."""
