"""Co-operatives: what their members grow and make, and what they themselves trade."""
