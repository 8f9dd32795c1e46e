"""用语: the feedback texts that a department keeps for its people."""
