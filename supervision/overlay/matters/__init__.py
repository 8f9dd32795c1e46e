"""记录: decisions, list entries and inspections, as frames."""
