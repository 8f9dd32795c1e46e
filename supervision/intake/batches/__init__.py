"""批次: the pages and the API of the door."""
