"""人员管理: what administrators do to other people's accounts."""
