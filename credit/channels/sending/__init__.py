"""Sending what waits: rows built from the contract, signed, in batches, with an end to every wait."""
