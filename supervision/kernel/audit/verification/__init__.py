"""Reading the whole chain and saying what is not as it was written."""
