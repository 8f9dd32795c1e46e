"""大批量: indexes relaxed around a large run, and never left relaxed."""
