"""What the bracket of a word says of it."""
