"""账号与权限: who may act, in which position, on whose behalf, and for what purpose; may import the kernel only."""
