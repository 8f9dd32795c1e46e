"""通报: the figures of a period as they were issued, set as a document."""
