"""Open a file of a notice where one reads: pictures and PDF in place, everything else as a download."""

from urllib.parse import quote

from flask import Blueprint, Response, send_file

from supervision.kernel.access import current, requires
from supervision.kernel.attachments import Attachment, path_of
from supervision.kernel.db import reading
from supervision.notices.handling.attaching.queries import file_of, promise_of
from supervision.notices.handling.attaching.rules import opens
from supervision.notices.handling.queries import notice_for

pages = Blueprint("files", __name__, url_prefix="/notices")
BIGGEST = "9223372036854775807"
INSIDE = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'self'"


@pages.get(f"/<int(max={BIGGEST}):notice_id>/files/<int(max={BIGGEST}):file_id>")
@requires("notices.read")
def open_(notice_id: int, file_id: int) -> Response:
    """附件."""
    with reading() as session:
        notice = notice_for(session, current(), notice_id)
        file = file_of(session, notice_id=notice.id, file_id=file_id)
        return _answer(file)


@pages.get(f"/<int(max={BIGGEST}):notice_id>/promise/<int(max={BIGGEST}):attachment_id>")
@requires("notices.read")
def promise(notice_id: int, attachment_id: int) -> Response:
    """告知单或承诺书."""
    with reading() as session:
        notice = notice_for(session, current(), notice_id)
        return _answer(promise_of(session, entry_id=notice.entry_id, attachment_id=attachment_id))


def _answer(file: Attachment) -> Response:
    """Send a file so that a browser shows it in a frame of ours, or saves it."""
    shown = opens(file.media_type)
    answer = send_file(path_of(file), mimetype=file.media_type if shown else "application/octet-stream", conditional=True)
    answer.headers["Content-Disposition"] = f"{'inline' if shown else 'attachment'}; filename*=UTF-8''{quote(file.filename)}"
    answer.headers["Content-Security-Policy"] = INSIDE
    answer.headers["X-Frame-Options"] = "SAMEORIGIN"
    return answer
