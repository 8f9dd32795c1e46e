"""关注: a person's subjects and what is new about them. Below: subjects."""
