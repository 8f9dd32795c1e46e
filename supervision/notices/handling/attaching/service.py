"""Keep the files that come with an answer."""

from collections.abc import Sequence
from datetime import datetime
from typing import BinaryIO, Final

from sqlalchemy.orm import Session

from supervision.kernel import attachments
from supervision.kernel.attachments.sniffing import DOCUMENT, OLD_DOCUMENT, OLD_WORKBOOK, WORKBOOK
from supervision.notices.handling.attaching.models import NoticeAttachment
from supervision.notices.handling.errors import TooManyFiles

MEGABYTE: Final = 1 << 20
MOST_FILES: Final = 10
MOST_BYTES: Final = 20 * MEGABYTE
WANTED: Final = (
    "application/pdf",
    "image/png",
    "image/jpeg",
    "image/gif",
    "image/webp",
    DOCUMENT,
    OLD_DOCUMENT,
    WORKBOOK,
    OLD_WORKBOOK,
    "text/plain",
)

Upload = tuple[str, BinaryIO | bytes]


def attach(session: Session, *, notice_id: int, step_id: int | None, files: Sequence[Upload], actor: str, now: datetime) -> int:
    """Keep files with a notice and return how many came."""
    if len(files) > MOST_FILES:
        raise TooManyFiles(most=MOST_FILES)
    for filename, stream in files:
        stored = attachments.store(
            session, stream=stream, filename=filename, now=now, uploaded_by=actor, max_bytes=MOST_BYTES, wanted=WANTED
        )
        values = {"notice_id": notice_id, "attachment_id": stored.id, "step_id": step_id, "added_at": now, "added_by": actor}
        session.add(NoticeAttachment(**values))
    return len(files)
