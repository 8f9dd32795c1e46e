"""重新入档: entries that waited for a person go on."""
