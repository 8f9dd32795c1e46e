"""Programs for those who work on the project, and the receiver that stands in for higher platforms."""
