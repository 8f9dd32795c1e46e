"""原样留存: what came through the interface gets its row among the raw rows of intake."""
