"""改革方式跟踪: filings that are expected, commitments that are to be verified."""
