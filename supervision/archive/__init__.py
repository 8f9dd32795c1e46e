"""一户一档: one archive per subject, with two times, provenance and conflicts; may import intake, accounts and the kernel."""
