"""权责清单: what each office of the city may do, as its published list says."""
