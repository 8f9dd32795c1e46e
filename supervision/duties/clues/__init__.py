"""线索: what may be an unlawful act, handed over to an authority that must check it within 15 working days and say what came of it."""
