"""发送: what is due goes out, channel by channel, and every attempt leaves its receipt."""
