"""Receipts: taken for the message that they answer, and for nothing else."""
