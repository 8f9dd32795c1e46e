"""号码: what stands in the columns of codes, wherever somebody put it."""
