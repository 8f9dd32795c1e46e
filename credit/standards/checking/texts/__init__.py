"""文字: words outside the dictionary, numbers of documents, and personal data where it does not belong."""
