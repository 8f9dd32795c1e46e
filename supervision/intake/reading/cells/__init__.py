"""单元格: what the text of one cell means."""
