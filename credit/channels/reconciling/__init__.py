"""The daily reconcile: produced, published, sent, received, held; every difference by name."""
