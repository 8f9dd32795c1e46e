"""办理: the inbox of a department, from receiving to feedback."""
