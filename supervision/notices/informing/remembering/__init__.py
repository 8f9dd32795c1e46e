"""What a clerk decided at the counter, remembered for the next scope that says the same."""
