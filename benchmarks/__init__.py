"""Measurements of the whole, run by `make bench`; each module lists its own in `BENCHMARKS`."""
