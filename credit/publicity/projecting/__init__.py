"""公示投影: what of a decision the public may read, made once when it comes and stored; nothing unmasked enters it."""
