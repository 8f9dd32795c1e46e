"""表头: which row names the columns, and how."""
