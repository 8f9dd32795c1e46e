"""联合惩戒 (lists, measures, referrals); may import supervision, credit and inspections."""
