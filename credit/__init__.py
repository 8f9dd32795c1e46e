"""双公示 (licences and penalties made public, and repaired) and credit records (信用); may import supervision.

Its schema in PostgreSQL is `credit`. What is reported comes through the door of `supervision.intake`, and its facts stand in the
archive; here stands what the law of publicity adds: which standard a row follows, which version of a decision holds, and what the
public may see.
"""
