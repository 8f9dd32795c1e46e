"""第二因素: time-based codes from a person's telephone, and recovery codes on paper."""
