"""封存: what was received, encrypted where it holds the number of a person."""
