"""期限: by when an objection is decided, a record corrected and a question answered, and who is told when."""
