"""对账: what must have been told, held against what was told."""
