"""Settling what a receiver should hold with what it was given: one message for every difference, however often it is asked."""
