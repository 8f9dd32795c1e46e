"""Setting a credit report: A4, PDF/A-2u, every font embedded, nothing fetched from anywhere."""
