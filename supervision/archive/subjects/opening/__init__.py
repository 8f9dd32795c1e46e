"""Opening an archive: from what the address says to the subject, the day, the reader and what may be shown to them."""
