"""持股关系: who holds whom, with rings, shells and hubs, as arrays."""
