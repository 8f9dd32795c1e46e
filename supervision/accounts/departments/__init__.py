"""部门: the tree of public bodies that report, act and answer."""
