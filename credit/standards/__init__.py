"""数据标准: the tables of each edition of the 双公示 standard, and the rules by which a row is refused, held or remarked on."""
