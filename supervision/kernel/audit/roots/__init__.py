"""Signed heads of the chain that leave the machine, so that a cut-off tail is seen."""
