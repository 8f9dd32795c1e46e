"""目录版本: drafts, what they change, and the day from which they hold."""
