"""独占: a lock of the database that dies with its process."""
