"""What a division is called, also one that only our own departments know."""
