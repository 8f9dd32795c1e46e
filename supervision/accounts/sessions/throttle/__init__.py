"""限流: how often one network address may fail to sign in."""
