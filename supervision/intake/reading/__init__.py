"""读文件: from bytes of any make to slices of strings; knows no kind of row."""
