"""人员: people with a sign-in name, a password and a second factor."""
