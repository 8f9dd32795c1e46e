"""The simulated receiver of a sample installation: a program of its own, and channels that lead to it until somebody leads them elsewhere."""
