"""Lists of works: whose design or supervision the last of them names."""
