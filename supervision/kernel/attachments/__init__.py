"""Attachments (附件): content-addressed files, checked by what they are and not by what they are called."""
