"""公示前保密审查: what waits for a second person, what covers personal data, and the decision to show it."""
