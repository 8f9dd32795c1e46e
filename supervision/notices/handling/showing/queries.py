"""One notice with its history, its files, its promise and its kin, in one statement."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import String, cast, func, select, text
from sqlalchemy.orm import Session, aliased

from supervision.accounts.models import Department
from supervision.archive.subjects.masking.rules import masked_address, masked_name
from supervision.archive.subjects.models import Subject
from supervision.duties.clues.models import Clue
from supervision.kernel.access import Principal
from supervision.kernel.attachments import Attachment
from supervision.notices.errors import NoticeUnknown
from supervision.notices.handling.attaching.models import NoticeAttachment
from supervision.notices.handling.queries import readable
from supervision.notices.handling.schemas import File, Passed, Promise, Shown, Sibling, Text
from supervision.notices.handling.wording.models import Wording
from supervision.notices.informing.models import Informing, InformingSheet, Undertaking
from supervision.notices.informing.states import InformingState
from supervision.notices.models import Notice, Step
from supervision.notices.states import Feedback, NoticeState
from supervision.registration.recording.models import Entry

SIBLINGS = 20
SOURCE = "notice"
PERSONAL = frozenset({"individual", "person"})


def shown(session: Session, principal: Principal, notice_id: int) -> Shown:
    """Return one notice with its history, its files, what else the firm has, and the department's wordings, in one statement."""
    office, origin, keeper = aliased(Department), aliased(Department), aliased(Notice)
    statement = (
        select(
            Notice,
            office.short_name.label("office"),
            origin.short_name.label("origin"),
            Entry.scope,
            Entry.scope_codes,
            Entry.address,
            Entry.legal_rep,
            Entry.former_scope,
            _history().label("history"),
            _files().label("files"),
            _siblings().label("siblings"),
            _texts(principal).label("texts"),
            _promises().label("promises"),
            Subject.kind.label("holder"),
            Clue.id.label("clue_id"),
            Clue.number.label("clue_number"),
            keeper.number.label("keeper"),
        )
        .join(Entry, Entry.id == Notice.entry_id)
        .join(Subject, Subject.id == Notice.subject_id)
        .join(origin, origin.id == Notice.origin_department_id)
        .outerjoin(office, office.id == Notice.department_id)
        .outerjoin(Clue, (Clue.source_kind == SOURCE) & (Clue.source_id == cast(Notice.id, String)))
        .outerjoin(keeper, keeper.id == Notice.merged_into)
        .where(Notice.id == notice_id, readable(principal))
    )
    row = session.execute(statement.execution_options(populate_existing=True)).first()
    if row is None:
        raise NoticeUnknown
    personal = row.holder in PERSONAL
    return Shown(
        notice=row.Notice,
        office=row.office,
        origin=row.origin,
        scope=row.scope or "",
        scope_codes=row.scope_codes or (),
        address=masked_address(row.address) if personal and row.address else row.address,
        legal_rep=masked_name(row.legal_rep) if personal and row.legal_rep else row.legal_rep,
        former_scope=row.former_scope,
        history=[_passed(item) for item in row.history or ()],
        files=[File(**item) for item in row.files or ()],
        siblings=[_sibling(item) for item in row.siblings or ()],
        texts=[Text(item["id"], Feedback(item["feedback"]), item["title"], item["text"]) for item in row.texts or ()],
        clue=(row.clue_id, row.clue_number) if row.clue_id else None,
        keeper=row.keeper,
        promise=next((_promise(item) for item in row.promises or ()), None),
    )


def _rows(statement: Any, name: str) -> Any:
    """Return rows as one JSON value, so that a page asks once."""
    rows = statement.correlate(Notice).subquery(name)
    return select(func.jsonb_agg(func.to_jsonb(text(name)))).select_from(rows).scalar_subquery()


def _history() -> Any:
    origin, target = aliased(Department), aliased(Department)
    columns = (Step.action, Step.at, Step.actor, Step.reason, Step.detail)
    steps = (
        select(*columns, origin.short_name.label("origin"), target.short_name.label("target"))
        .outerjoin(origin, origin.id == Step.from_department_id)
        .outerjoin(target, target.id == Step.to_department_id)
        .where(Step.notice_id == Notice.id)
    )
    return _rows(steps.order_by(Step.id.desc()), "passed")


def _files() -> Any:
    columns = (NoticeAttachment.id, Attachment.filename, Attachment.media_type, Attachment.size, NoticeAttachment.added_by)
    files = select(*columns).join(Attachment, Attachment.id == NoticeAttachment.attachment_id)
    return _rows(files.where(NoticeAttachment.notice_id == Notice.id).order_by(NoticeAttachment.id), "file")


def _siblings() -> Any:
    other, office = aliased(Notice), aliased(Department)
    names = ("id", "number", "item_code", "item_name", "kind", "state", "revision", "department_id", "pushed_at")
    others = (
        select(*(getattr(other, name) for name in names), office.short_name.label("office"))
        .outerjoin(office, office.id == other.department_id)
        .where(other.subject_id == Notice.subject_id, other.id != Notice.id)
    )
    return _rows(others.order_by(other.id.desc()).limit(SIBLINGS), "sibling")


def _texts(principal: Principal) -> Any:
    mine = Wording.department_id == principal.department_id
    texts = select(Wording.id, Wording.feedback, Wording.title, Wording.text).where(mine, Wording.ended_at.is_(None))
    return _rows(texts.order_by(Wording.feedback, Wording.title), "wording_")


def _promises() -> Any:
    """Return the latest sheet that was handed out for this registration, with the files that may be opened."""
    sheet = select(InformingSheet.attachment_id).where(InformingSheet.informing_id == Informing.id)
    signed = select(Undertaking.attachment_id).where(Undertaking.informing_id == Informing.id)
    columns = (
        Informing.number,
        Informing.state,
        Informing.issued_at,
        sheet.order_by(InformingSheet.kind.desc()).limit(1).scalar_subquery().label("sheet_id"),
        signed.limit(1).scalar_subquery().label("undertaking_id"),
    )
    handed_out = Informing.state.in_((InformingState.ISSUED, InformingState.UNDERTAKEN, InformingState.REFUSED))
    informed = select(*columns).where(Informing.entry_id == Notice.entry_id, handed_out)
    return _rows(informed.order_by(Informing.id.desc()).limit(1), "promise")


def _promise(item: Mapping[str, Any]) -> Promise:
    issued_at = datetime.fromisoformat(item["issued_at"])
    return Promise(**{**item, "state": InformingState(item["state"]), "issued_at": issued_at})


def _passed(item: Mapping[str, Any]) -> Passed:
    return Passed(**{**item, "at": datetime.fromisoformat(item["at"]), "reason": item["reason"] or ""})


def _sibling(item: Mapping[str, Any]) -> Sibling:
    pushed_at = datetime.fromisoformat(item["pushed_at"]) if item["pushed_at"] else None
    return Sibling(**{**item, "state": NoticeState(item["state"]), "pushed_at": pushed_at})
