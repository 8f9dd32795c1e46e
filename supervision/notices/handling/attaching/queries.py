"""The files of a notice."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from supervision.kernel.attachments import Attachment
from supervision.notices.handling.attaching.models import NoticeAttachment
from supervision.notices.handling.errors import FileUnknown


def file_of(session: Session, *, notice_id: int, file_id: int) -> Attachment:
    """Return a file of a notice or refuse."""
    wanted = select(Attachment).join(NoticeAttachment, NoticeAttachment.attachment_id == Attachment.id)
    found = session.scalar(wanted.where(NoticeAttachment.id == file_id, NoticeAttachment.notice_id == notice_id))
    if found is None:
        raise FileUnknown
    return found
