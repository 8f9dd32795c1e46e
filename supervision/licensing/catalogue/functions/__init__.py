"""部门职能: the names by which items say who gives the permit, whatever the department is called in a place."""
