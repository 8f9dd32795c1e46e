"""只读核查: an account that could write is refused before anything is read."""
