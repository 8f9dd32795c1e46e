"""Reading a scope: its normal form, its sentences and lists, and what is said to be done with what."""
