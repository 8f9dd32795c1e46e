"""接口推送: rows that come one by one through an interface, kept like those of a file."""
