"""Whose archive it is: personal fields open to the district where a subject is registered, and to who holds facts about it."""
