"""归类: decisions are matched with items in sets, and what stands outside the catalogue becomes a task."""
