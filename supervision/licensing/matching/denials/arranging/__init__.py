"""What is named only for what is arranged, tested, organised or invested in beside it."""
