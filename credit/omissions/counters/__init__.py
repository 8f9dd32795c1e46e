"""窗口办理结果: what the counter finished, as the counter's own system reports it."""
