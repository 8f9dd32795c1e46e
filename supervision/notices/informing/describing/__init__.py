"""An informing as programs read it."""
