"""核验: anybody who holds a sheet can see that it is genuine; who holds none learns nothing."""
