"""归口: which department a matter belongs to on a day, or why it has to be claimed."""
