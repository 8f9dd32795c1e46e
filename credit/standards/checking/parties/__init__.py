"""相对人: who the decision is about, and by which numbers."""
