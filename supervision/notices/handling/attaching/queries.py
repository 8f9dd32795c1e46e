"""The files of a notice, and those that its applicant was given or signed at the counter."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from supervision.kernel.attachments import Attachment
from supervision.notices.handling.attaching.models import NoticeAttachment
from supervision.notices.handling.errors import FileUnknown
from supervision.notices.informing.models import Informing, InformingSheet, Undertaking


def file_of(session: Session, *, notice_id: int, file_id: int) -> Attachment:
    """Return a file of a notice or refuse."""
    wanted = select(Attachment).join(NoticeAttachment, NoticeAttachment.attachment_id == Attachment.id)
    found = session.scalar(wanted.where(NoticeAttachment.id == file_id, NoticeAttachment.notice_id == notice_id))
    if found is None:
        raise FileUnknown
    return found


def promise_of(session: Session, *, entry_id: int, attachment_id: int) -> Attachment:
    """Return the sheet or the undertaking of a registration, or refuse any other file."""
    informed = select(Informing.id).where(Informing.entry_id == entry_id)
    sheets = select(InformingSheet.attachment_id).where(InformingSheet.informing_id.in_(informed))
    signed = select(Undertaking.attachment_id).where(Undertaking.informing_id.in_(informed))
    known = Attachment.id.in_(sheets) | Attachment.id.in_(signed)
    found = session.scalar(select(Attachment).where(Attachment.id == attachment_id, known))
    if found is None:
        raise FileUnknown
    return found
