"""认证: who sends a request, and what becomes of a refusal."""
