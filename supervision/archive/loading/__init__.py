"""装载: the kinds of row that fill archives, with their checks and set-based acceptors."""
