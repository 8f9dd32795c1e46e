"""比较: what the catalogue said differently on two days."""
