"""Upward reporting (向上归集): what each receiver is sent by contract, in order, with receipts, and how both sides are held equal.

May import publicity, reporting and what stands below them; tells nobody.
"""
