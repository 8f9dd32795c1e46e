"""The process that reads its share of the scopes."""
