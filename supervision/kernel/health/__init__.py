"""Whether the platform lives, whether it can serve, and how it is doing."""
