"""The one way in which a notice changes: locked, checked, noted in its history, in the audit and in the archive."""
