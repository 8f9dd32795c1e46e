"""核对决定: what a person said, and what moves because of it."""
