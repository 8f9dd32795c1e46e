"""地名: what the divisions of the notices are called."""
