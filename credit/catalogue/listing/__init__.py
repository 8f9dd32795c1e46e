"""Which items a person asked for."""
