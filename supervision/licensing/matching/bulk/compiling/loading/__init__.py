"""Taking the compiled engine instead of the pure one, in a process that does nothing else than match."""
