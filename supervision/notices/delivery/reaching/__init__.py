"""到达接收方: only to places that are allowed, within fixed times."""
