"""数据归集: the one door for files, forms, pushes and pulls of records; knows no kind of row by itself."""
