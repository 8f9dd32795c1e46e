"""看一件: everything about one notice that answering it takes."""
