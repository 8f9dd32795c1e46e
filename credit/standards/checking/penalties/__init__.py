"""处罚: kinds, amounts and what the public has to be told."""
