"""Judging what was read: which item a word means here, how surely, and which items step back for others."""
