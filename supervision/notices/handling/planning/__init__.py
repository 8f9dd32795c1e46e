"""日历: what falls due on which day."""
