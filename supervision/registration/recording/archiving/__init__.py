"""入档: what the entries of one firm say together, in the order in which it happened, becomes what its archive says."""
