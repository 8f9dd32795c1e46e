"""行: rows of cells made into slices, with what was odd about their shape."""
