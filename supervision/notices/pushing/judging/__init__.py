"""比对: what a registered scope asks for, found once and kept with the entry."""
