"""Names by two characters and more, the best first, whatever the size of the register."""
