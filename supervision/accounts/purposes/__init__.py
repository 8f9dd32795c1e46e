"""用途登记: why personal data was opened, and the monthly review of that."""
