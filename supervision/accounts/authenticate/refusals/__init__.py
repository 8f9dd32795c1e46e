"""Refusals of nobody known: written to the audit so that an attack shows, and so seldom that it cannot flood it."""
