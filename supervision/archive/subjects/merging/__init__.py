"""合并与拆分: two archives of one enterprise are read as one; no key is rewritten, so that a split restores both exactly."""
