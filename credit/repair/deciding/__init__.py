"""办理修复: taking applications in, asking for more, deciding by another person, and undoing what rested on a false promise."""
