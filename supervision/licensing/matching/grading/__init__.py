"""The classes of medical devices, in whatever order and number a scope names them."""
