"""大批量装载: indexes and foreign keys that step aside and come back."""
