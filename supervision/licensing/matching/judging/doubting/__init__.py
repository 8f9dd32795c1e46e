"""Words in surroundings where they often mean something else."""
