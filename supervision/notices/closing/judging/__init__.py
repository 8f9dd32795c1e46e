"""Whether a reported licence is the one that a notice waits for."""
