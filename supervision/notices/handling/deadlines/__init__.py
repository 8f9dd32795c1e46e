"""期限: by when a notice is received, claimed and answered, and when somebody is reminded of it."""
