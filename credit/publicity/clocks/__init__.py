"""公示时限: by when a decision is handed in and published, counted by the rule and the calendar that hold."""
