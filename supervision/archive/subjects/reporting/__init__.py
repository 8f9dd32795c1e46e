"""这条有误: somebody reports a wrong fact, its source department answers."""
