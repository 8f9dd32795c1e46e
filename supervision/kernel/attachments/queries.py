"""Reading what was stored."""

import hashlib
from io import BufferedReader
from pathlib import Path

from sqlalchemy.orm import Session

from supervision.kernel.attachments.errors import ContentMissing
from supervision.kernel.attachments.models import Attachment
from supervision.kernel.attachments.places import path_of_digest
from supervision.kernel.crypto.algorithms import hasher
from supervision.kernel.errors import NotFound


def attachment_by_id(session: Session, attachment_id: int) -> Attachment:
    """Return an attachment or raise `NotFound`."""
    found = session.get(Attachment, attachment_id)
    if found is None:
        raise NotFound
    return found


def path_of(attachment: Attachment) -> Path:
    """Return where the content lies, sure that something of the right size is there."""
    path = path_of_digest(attachment.digest)
    if not path.is_file() or path.stat().st_size != attachment.size:
        raise ContentMissing(filename=attachment.filename)
    return path


def open_content(attachment: Attachment) -> BufferedReader:
    """Open the content for reading."""
    return path_of(attachment).open("rb")


def is_intact(attachment: Attachment) -> bool:
    """Read the whole content and tell whether it is still what was stored."""
    algorithm, _, expected = attachment.digest.partition(":")
    try:
        with open_content(attachment) as file:
            if algorithm == "sha256":
                return hashlib.file_digest(file, "sha256").hexdigest() == expected
            worker = hasher("SM3")
            while block := file.read(1 << 20):
                worker.update(block)
            return worker.finalize().hex() == expected
    except ContentMissing:
        return False
