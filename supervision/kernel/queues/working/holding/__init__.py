"""Holding a job while it runs: an advisory lock that goes with its connection, and a pulse that notices its loss."""
