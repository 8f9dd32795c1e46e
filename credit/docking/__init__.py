"""对接归集: decisions are read from a department's own database, a page at a time, and go through the one door of the intake."""
