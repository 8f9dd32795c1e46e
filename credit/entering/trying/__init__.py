"""预检: rows are judged exactly as the door judges them, and nothing stays of it."""
