"""装载: checks chunks and hands them to their kind, one transaction each."""
