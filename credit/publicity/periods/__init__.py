"""公示期限: how long a decision stays public, by the rule that held on the day of the decision."""
