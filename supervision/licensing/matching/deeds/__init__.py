"""What a scope says is done with a thing: the verb beside it, before the colon, or at the end of the list."""
