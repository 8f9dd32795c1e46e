"""承诺书: signed on the screen or on paper, or refused; kept either way."""
