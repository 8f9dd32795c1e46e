"""收尾: each entry learns what became of it, the timeline and all who listen are told."""
