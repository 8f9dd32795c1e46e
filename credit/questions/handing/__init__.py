"""递交: rows that a person made or mended go through the door that every file uses."""
