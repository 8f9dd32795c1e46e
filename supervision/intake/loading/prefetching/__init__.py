"""预取: the next chunk is prepared while this one is being written."""
