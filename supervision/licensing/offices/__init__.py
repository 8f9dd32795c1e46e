"""审批部门: which department has which function in which division, and since when."""
