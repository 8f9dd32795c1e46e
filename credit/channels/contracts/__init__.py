"""The contracts with receivers: data, dated, no code for any of them."""
