"""办理: the departments receive, answer, return and claim, some in time and some late."""
