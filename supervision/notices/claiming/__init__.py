"""认领: what nobody was told directly waits in a pool until a department claims it."""
