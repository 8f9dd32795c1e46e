"""Attachments (附件): content-addressed files, checked by what they are and not by what they are called."""

from supervision.kernel.attachments.models import Attachment
from supervision.kernel.attachments.queries import attachment_by_id, is_intact, open_content, path_of
from supervision.kernel.attachments.service import Scanner, join_scanner, store

__all__ = ["Attachment", "Scanner", "attachment_by_id", "is_intact", "join_scanner", "open_content", "path_of", "store"]
