"""告知件一栏: what the registrar sees of the notices that an entry led to."""
