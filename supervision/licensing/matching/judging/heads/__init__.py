"""The things that a word right before them only qualifies."""
