"""Matching many scopes at once: every scope is read once, however many firms registered it."""
