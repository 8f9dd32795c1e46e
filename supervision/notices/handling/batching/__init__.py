"""批量办理: many notices, one confirmation, a result for each."""
