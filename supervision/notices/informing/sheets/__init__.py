"""告知单: the words of the sheet and its setting as a PDF."""
