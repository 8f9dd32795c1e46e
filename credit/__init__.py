"""双公示 and credit records (信用); may import supervision."""
