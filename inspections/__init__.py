"""双随机、一公开 (抽查检查); may import supervision and credit."""
