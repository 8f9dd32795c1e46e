"""报送: the files in which registrations, changes and holdings arrive."""
