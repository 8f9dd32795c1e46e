"""An archive as a page shows it: pure functions from the archive's JSON to what the templates write."""
