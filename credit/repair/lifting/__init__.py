"""处处修复: every holder of effects is told to lift them, acknowledges, and is ranked by what it still owes."""
