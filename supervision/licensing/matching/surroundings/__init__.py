"""How far the text around a word speaks against the item that it usually means."""
