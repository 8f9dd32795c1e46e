"""书写: an item as the Chinese texts that people fill into forms and workbooks, and back."""
