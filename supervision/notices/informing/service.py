"""Informing an applicant: look, let the clerk decide, number it, have the sheet set; and join it to the registration later."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from supervision.accounts.models import Department
from supervision.kernel import audit, crypto
from supervision.kernel.clock import legal_date
from supervision.kernel.queues.service import enqueue
from supervision.licensing.catalogue.queries import catalogue_numbered
from supervision.licensing.matching.service import decide
from supervision.notices.informing import queries, rules
from supervision.notices.informing.checking.rules import CHECK_TOKEN, TOKEN_BYTES
from supervision.notices.informing.errors import (
    DoubtsUndecided,
    InformingChangedMeanwhile,
    InformingMoveNotAllowed,
    ItemAlreadyThere,
    ItemUnknown,
    NameMissing,
    ReasonMissing,
    SourceNumberTaken,
    WordsNotReadable,
)
from supervision.notices.informing.finding.service import desks, facts_of, find
from supervision.notices.informing.models import Informing, InformingItem, InformingNumber
from supervision.notices.informing.remembering.service import remember_judged
from supervision.notices.informing.schemas import Asked, Channel
from supervision.notices.informing.sheets.rules import asks_undertaking
from supervision.notices.informing.states import INFORMING, InformingAction, InformingState, Origin, Verdict

SET_SHEET: Final = "notices.set-sheet"


def look(
    session: Session,
    asked: Asked,
    *,
    department_id: int,
    channel: Channel,
    actor: str,
    now: datetime,
    request_key: UUID | None = None,
) -> Informing:
    """Match what an applicant applies for and keep it as a draft; the same request finds the draft that it made.

    Doubts wait for the clerk at the counter; a system cannot decide, so that for it they are named as possible.
    """
    _check_words(asked)
    known = queries.of_request(session, request_key) if request_key is not None else None
    if known is not None:
        return known
    standing = _standing(session, asked, department_id=department_id)
    if standing is not None:
        raise SourceNumberTaken(source_no=asked.source_no, number=standing.number or "（核对中）")
    on = legal_date(now)
    found = decide(session, scope=asked.scope, scope_codes=asked.scope_codes, on=on, division=asked.division, now=now)
    looked = find(session, asked, found, channel=channel, on=on)
    informing = Informing(
        state=InformingState.DRAFT,
        channel=channel,
        department_id=department_id,
        source_no=(asked.source_no or "").strip() or None,
        kind=asked.kind,
        name=asked.name.strip(),
        scope=asked.scope.strip(),
        scope_codes=list(asked.scope_codes),
        division=asked.division,
        content_hash=_hash(asked),
        catalogue_version_id=looked.catalogue_version_id,
        catalogue_label=looked.catalogue_label,
        remark=looked.message,
        created_at=now,
        changed_at=now,
        created_by=actor,
        request_key=request_key,
    )
    session.add(informing)
    session.flush()
    for item in looked.items:
        item.informing_id = informing.id
        session.add(item)
    session.flush()
    return informing


def judge(
    session: Session, informing: Informing, *, item_id: int, asked: bool, reason: str, actor: str, now: datetime
) -> InformingItem:
    """Put an item on the sheet or leave it out, as the clerk decides; leaving out what was matched needs a reason."""
    _only_draft(informing)
    item = session.get(InformingItem, item_id)
    if item is None or item.informing_id != informing.id:
        raise ItemUnknown(item=item_id)
    said = reason.strip()
    if not asked and not said:
        raise ReasonMissing
    item.verdict = Verdict.LISTED if asked else Verdict.LEFT_OUT
    item.reason, item.decided_by, item.decided_at = said or None, actor, now
    _touch(session, informing, now=now)
    return item


def add(session: Session, informing: Informing, *, item_code: str, reason: str, actor: str, now: datetime) -> InformingItem:
    """Put an item on the sheet that matching did not find."""
    _only_draft(informing)
    version = catalogue_numbered(session, version_id=informing.catalogue_version_id)
    if item_code not in version.items:
        raise ItemUnknown(item=item_code)
    if not reason.strip():
        raise ReasonMissing
    there = select(InformingItem).where(InformingItem.informing_id == informing.id, InformingItem.item_code == item_code)
    if session.scalar(there) is not None:
        raise ItemAlreadyThere(name=version.items[item_code].name)
    on = legal_date(now)
    facts = facts_of(version.items[item_code], desks(session, on=on), division=informing.division, on=on)
    item = InformingItem(
        informing_id=informing.id,
        origin=Origin.ADDED,
        verdict=Verdict.LISTED,
        certainty=1,
        spans=[],
        clause="",
        clause_key="",
        clause_at=0,
        reason=reason.strip(),
        decided_by=actor,
        decided_at=now,
        **facts,
    )
    session.add(item)
    _touch(session, informing, now=now)
    return item


def issue(session: Session, informing: Informing, *, actor: str, check_base: str, now: datetime) -> Informing:
    """Give the sheet its number and its token, and ask for its setting; from now on it says what it says."""
    whole = queries.whole(session, informing)
    if whole.open:
        raise DoubtsUndecided(count=len(whole.open))
    _check_move(informing, InformingAction.ISSUE)
    on = legal_date(now)
    token, number = secrets.token_bytes(TOKEN_BYTES), _next_number(session, on.year)
    informing.state, informing.number = InformingState.ISSUED, number
    informing.issued_at, informing.issued_by, informing.informed_on = now, actor, on
    informing.undertaking_needed = any(asks_undertaking(stage=item.stage, mode=item.mode) for item in whole.listed)
    informing.token_hash = crypto.provider().keyed_hash(CHECK_TOKEN, token)
    informing.token_sealed = crypto.provider().encrypt(CHECK_TOKEN, token)
    informing.check_base = check_base.rstrip("/")
    _flush(session)
    remember_judged(session, whole, actor=actor, now=now)
    ask_for_sheet(session, informing, actor=actor, now=now)
    codes = [item.item_code for item in whole.listed]
    _record(session, informing, "notices.informing-issued", actor=actor, now=now, detail={"items": codes})
    return informing


def inform(
    session: Session, asked: Asked, *, department_id: int, actor: str, check_base: str, now: datetime
) -> tuple[Informing, bool]:
    """Inform for a system in one step; return the sheet and whether it is new.

    The same business with the same content returns the sheet that stands. Another content is a new sheet, which voids the
    one before and is named by it.
    """
    standing = _standing(session, asked, department_id=department_id)
    if standing is not None and standing.content_hash == _hash(asked) and standing.state != InformingState.DRAFT:
        return standing, False
    if standing is not None:
        withdraw(session, standing, reason="以同一登记业务重新告知", actor=actor, now=now)
    made = look(session, asked, department_id=department_id, channel=Channel.API, actor=actor, now=now)
    issue(session, made, actor=actor, check_base=check_base, now=now)
    if standing is not None:
        standing.replaced_by = made.id
        _flush(session)
    return made, True


def withdraw(session: Session, informing: Informing, *, reason: str, actor: str, now: datetime) -> Informing:
    """Void a sheet, or throw a draft away; both stay where they are and say why."""
    if not reason.strip():
        raise ReasonMissing
    _check_move(informing, InformingAction.WITHDRAW)
    informing.state, informing.void_at, informing.void_by, informing.void_reason = (
        InformingState.VOID,
        now,
        actor,
        reason.strip(),
    )
    _flush(session)
    _record(session, informing, "notices.informing-void", actor=actor, now=now, detail={"reason": reason.strip()})
    return informing


def ask_for_sheet(session: Session, informing: Informing, *, actor: str, now: datetime) -> int:
    """Ask for the PDF in the caller's transaction; one job at a time for one sheet."""
    return enqueue(
        session,
        SET_SHEET,
        arguments={"informing_id": informing.id},
        now=now,
        requested_by=actor,
        department_id=informing.department_id,
        unique_key=f"{SET_SHEET}:{informing.id}:{informing.state}",
    )


def _check_words(asked: Asked) -> None:
    for what, words in (("名称", asked.name), ("经营范围", asked.scope), ("登记业务编号", asked.source_no or "")):
        if not rules.readable(words):
            raise WordsNotReadable(what=what)
    if not asked.name.strip():
        raise NameMissing


def _standing(session: Session, asked: Asked, *, department_id: int) -> Informing | None:
    """Return the sheet that stands for the business; whoever informs of it at the same time waits here."""
    source_no = (asked.source_no or "").strip()
    if not source_no:
        return None
    session.execute(select(Department.id).where(Department.id == department_id).with_for_update(key_share=True))
    found = queries.standing_of_source(session, department_id=department_id, source_no=source_no)
    if found is not None:
        session.refresh(found, with_for_update=True)
    return found


def _hash(asked: Asked) -> bytes:
    return rules.content_hash(
        kind=asked.kind, name=asked.name, scope=asked.scope, scope_codes=asked.scope_codes, division=asked.division
    )


def _next_number(session: Session, year: int) -> str:
    """Take the next number of the year; the row's lock lets one after the other take theirs."""
    session.execute(insert(InformingNumber).values(year=year, last=0).on_conflict_do_nothing())
    counted = select(InformingNumber).where(InformingNumber.year == year).with_for_update()
    counter = session.scalars(counted.execution_options(populate_existing=True)).one()
    counter.last += 1
    return rules.number_of(year, counter.last)


def _only_draft(informing: Informing) -> None:
    if informing.state != InformingState.DRAFT:
        raise InformingMoveNotAllowed(state=InformingState(informing.state).label, what="改动事项")


def _check_move(informing: Informing, action: InformingAction) -> None:
    state = InformingState(informing.state)
    if not INFORMING.allows(state, action):
        raise InformingMoveNotAllowed(state=state.label, what=action.label)


def _touch(session: Session, informing: Informing, *, now: datetime) -> None:
    """Note the change, by which the revision grows, so that a page opened before is known to be old."""
    informing.changed_at = now
    _flush(session)


def _flush(session: Session) -> None:
    try:
        session.flush()
    except StaleDataError:
        raise InformingChangedMeanwhile from None


def _record(
    session: Session, informing: Informing, action: str, *, actor: str, now: datetime, detail: Mapping[str, Any]
) -> None:
    audit.record(
        session,
        actor=actor,
        action=action,
        object_kind="informing",
        object_id=informing.id,
        detail={"number": informing.number, **detail},
        now=now,
        department_id=informing.department_id,
    )
