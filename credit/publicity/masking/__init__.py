"""脱敏: personal data in free text, found and covered before anything is public; a person confirms."""
