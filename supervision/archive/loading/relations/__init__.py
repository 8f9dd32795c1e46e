"""股东与高管: rows that join one subject, or one name, to another subject."""
