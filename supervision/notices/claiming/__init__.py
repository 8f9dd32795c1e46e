"""认领: the pool of unclear cases, and who takes them."""
