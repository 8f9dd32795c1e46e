"""停止共享: what is repaired is told to no other department by the archive any more, until the repair is undone."""
