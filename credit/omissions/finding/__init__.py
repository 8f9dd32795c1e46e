"""Reading numbers of documents, and telling where a number is missing."""
