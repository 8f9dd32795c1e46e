"""公示门户: what anybody may read without signing in; each time that it is read it is asked anew whether it may be shown."""
