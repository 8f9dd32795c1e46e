"""读对方的表: its columns, its first rows, and one page after another in the order of watermark and key."""
