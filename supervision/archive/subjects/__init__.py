"""一户一档: the archive of one subject, read as of a day, with its sources, disagreements, merges and reports."""
