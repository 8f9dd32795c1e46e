"""Taking an undertaking: the file is kept as it came, and the sheet is set once more with it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from supervision.kernel import attachments, audit, crypto
from supervision.notices.informing import queries
from supervision.notices.informing.errors import InformingChangedMeanwhile, InformingMoveNotAllowed
from supervision.notices.informing.models import Informing, Undertaking
from supervision.notices.informing.service import ask_for_sheet
from supervision.notices.informing.sheets.service import SIGNER
from supervision.notices.informing.states import INFORMING, InformingAction, InformingState, SignerRole, Way
from supervision.notices.informing.undertaking.errors import (
    AlreadyUndertaken,
    NoUndertakingNeeded,
    RefusalWithoutNote,
    SignatureMissing,
    SignerMissing,
)
from supervision.notices.informing.undertaking.features import MOST_BYTES, check_signature

SCANS: Final = ("application/pdf", "image/jpeg", "image/png")
MOST_SCAN_BYTES: Final = 20 << 20


@dataclass(frozen=True, slots=True)
class Given:
    """What was handed over at the counter or by the registrar's system."""

    way: Way
    role: SignerRole
    signer: str
    content: bytes = b""
    filename: str = ""
    note: str = ""


def undertake(
    session: Session, informing: Informing, given: Given, *, actor: str, now: datetime, request_key: UUID | None = None
) -> Undertaking:
    """Keep the undertaking of a sheet, once; a refusal to sign is kept as well and leaves the sheet waiting no longer."""
    known = queries.undertaking_of(session, informing.id)
    if known is not None:
        if request_key is not None and known.request_key == request_key:
            return known
        raise AlreadyUndertaken
    _check(informing, given)
    attachment = _kept(session, given, informing, actor=actor, now=now)
    undertaking = Undertaking(
        informing_id=informing.id,
        way=given.way,
        role=given.role,
        signer_sealed=crypto.provider().encrypt(SIGNER, given.signer.strip().encode()),
        attachment_id=attachment.id if attachment else None,
        digest=attachment.sha256 if attachment else None,
        reason=given.note.strip() if given.way == Way.REFUSED else None,
        signed_at=now,
        taken_by=actor,
        request_key=request_key,
    )
    session.add(undertaking)
    informing.state = INFORMING.after(InformingState(informing.state), _action(given))
    try:
        session.flush()
    except StaleDataError:
        raise InformingChangedMeanwhile from None
    ask_for_sheet(session, informing, actor=actor, now=now)
    detail = {"number": informing.number, "way": given.way.value, "role": given.role.value, "digest": undertaking.digest}
    audit.record(
        session,
        actor=actor,
        action="notices.undertaking-taken",
        object_kind="informing",
        object_id=informing.id,
        detail=detail,
        now=now,
        department_id=informing.department_id,
    )
    return undertaking


def _check(informing: Informing, given: Given) -> None:
    state = InformingState(informing.state)
    if not INFORMING.allows(state, _action(given)):
        raise InformingMoveNotAllowed(state=state.label, what=_action(given).label)
    if not informing.undertaking_needed:
        raise NoUndertakingNeeded
    if not given.signer.strip():
        raise SignerMissing
    if given.way == Way.REFUSED and not given.note.strip():
        raise RefusalWithoutNote
    if given.way != Way.REFUSED and not given.content:
        raise SignatureMissing
    if given.way == Way.SCREEN:
        check_signature(given.content)


def _action(given: Given) -> InformingAction:
    return InformingAction.REFUSE if given.way == Way.REFUSED else InformingAction.UNDERTAKE


def _kept(session: Session, given: Given, informing: Informing, *, actor: str, now: datetime) -> attachments.Attachment | None:
    if given.way == Way.REFUSED:
        return None
    drawn = given.way == Way.SCREEN
    return attachments.store(
        session,
        stream=given.content,
        filename=f"签名-{informing.id}.png" if drawn else given.filename or "签署件",
        now=now,
        uploaded_by=actor,
        max_bytes=MOST_BYTES if drawn else MOST_SCAN_BYTES,
        wanted=("image/png",) if drawn else SCANS,
    )
