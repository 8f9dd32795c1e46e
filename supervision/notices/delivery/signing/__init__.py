"""签名: a receiver can tell that it was us, and when."""
