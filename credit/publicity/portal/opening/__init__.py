"""开放数据: downloads that say how complete they are, feeds, and a list for other sites to embed."""
