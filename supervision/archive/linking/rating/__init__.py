"""排序: how likely it is that an archive exists for each counterpart, so that people see the likely ones first."""
