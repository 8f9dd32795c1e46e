"""改正: rows with a remedy go through the door again, one or many alike at once."""
