"""目录查阅: finding items among two hundred."""
