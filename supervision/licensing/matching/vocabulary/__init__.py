"""The words: what an item is called in scopes, what is done with a thing, what denies it; compiled once per catalogue version."""
