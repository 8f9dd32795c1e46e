"""Telling a worker that there is work; losing every message loses no work, since the sweep tells again."""
