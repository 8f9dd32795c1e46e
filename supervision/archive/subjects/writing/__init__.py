"""Writing out the SQL of an archive: one template, two renderings that say the same (see `sql/`)."""
