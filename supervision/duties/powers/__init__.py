"""权责清单: the list of powers as each authority published it."""
