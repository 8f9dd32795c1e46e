"""回执: how every row ended, signed, to take home on the disc."""
