"""落笔: notices, their numbers and their steps, written in sets."""
