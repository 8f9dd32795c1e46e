"""核查: a nightly look back that recomputes what must have been told, mends what was not, and says so."""
