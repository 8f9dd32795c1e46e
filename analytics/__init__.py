"""风险与统计 (graph, risk, alerts); may import everything below it."""
