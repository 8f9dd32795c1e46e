"""归集: decisions as departments reported them, each matter once, with every version that it had."""
