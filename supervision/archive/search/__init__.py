"""综合查询: one box for names, codes, old numbers, people and addresses. Below: subjects."""
