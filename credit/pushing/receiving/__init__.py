"""接收: one push becomes one batch, or nothing at all where it only asks what would become of it."""
