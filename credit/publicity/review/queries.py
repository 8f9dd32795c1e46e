"""What waits for a reviewer, in the order of its clocks."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Date, and_, case, func, literal, or_, select
from sqlalchemy.orm import Session

from credit.publicity.clocks.rules import clocks
from credit.publicity.models import Publication
from credit.publicity.projecting.features import matter_of, texts_of
from credit.publicity.queries import decision_of, kept_rules, mine, publication_for
from credit.publicity.review.features import cut
from credit.publicity.review.schemas import Flag, Found, Line, Opened, Tab, Wanted
from credit.publicity.rules import Block
from credit.publicity.states import PublicationState
from credit.reporting.models import Decision
from supervision.accounts.models import Department, User
from supervision.kernel.access import Principal
from supervision.kernel.clock import legal_date

NEVER: Final = date(9999, 12, 31)
COUNTED: Final = 10_000
_OWN: Final = ("publish_by", "publish_words", "publish_basis", "publish_calendar", "provisional", "stock", "shown_until")
_COPIED: Final = (
    "id", "revision", "kind", "party_name", "doc_no", "category", "amount", "decided_on", "review_reason", "ended_reason", *_OWN,
)  # fmt: skip


def flags_of(record: Publication, *, held: bool, actor: str, today: date) -> list[Flag]:
    """Return what keeps a waiting record from being published with one click; nothing means that it is ready."""
    met = {
        Flag.MASKS: bool(record.masks) and record.masks_confirmed_by is None,
        Flag.SEVERITY: record.severity_proposed is not None,
        Flag.PRINCIPLE: record.block == Block.IN_PRINCIPLE,
        Flag.HELD: held,
        Flag.OWN: record.reported_by == actor,
    }
    found = [flag for flag, is_met in met.items() if is_met] or [Flag.READY]
    late = not record.stock and record.publish_by is not None and record.publish_by < today
    return [*found, Flag.OVERDUE] if late else found


def _condition(flag: Flag, *, actor: str, today: date) -> ColumnElement[bool]:
    """The same as `flags_of`, asked of the database."""
    hidden = and_(func.jsonb_array_length(Publication.masks) > 0, Publication.masks_confirmed_by.is_(None))
    each: dict[Flag, ColumnElement[bool]] = {
        Flag.MASKS: hidden,
        Flag.SEVERITY: Publication.severity_proposed.is_not(None),
        Flag.PRINCIPLE: Publication.block.is_not(None),
        Flag.HELD: Decision.held.is_(True),
        Flag.OWN: Publication.reported_by == actor,
        Flag.OVERDUE: and_(Publication.stock.is_(False), Publication.publish_by < today),
    }
    if flag is not Flag.READY:
        return each[flag]
    return and_(*(~each[other] for other in (Flag.MASKS, Flag.SEVERITY, Flag.PRINCIPLE, Flag.HELD, Flag.OWN)))


def _rows(principal: Principal, tab: Tab) -> Any:
    wanted = select(Publication, Decision.held)
    return (
        wanted.join(Department, Department.id == Publication.department_id)
        .join(Decision, Decision.id == Publication.decision_id)
        .where(mine(principal), Publication.state.in_(tab.states))
    )


def records(session: Session, principal: Principal, *, wanted: Wanted, actor: str, today: date) -> Found:
    """Return a page of the list: what is due first comes first, what is done latest comes first."""
    rows = _rows(principal, wanted.tab)
    if wanted.flag is not None and wanted.tab is Tab.WAITING:
        rows = rows.where(_condition(wanted.flag, actor=actor, today=today))
    rows = _ordered(rows, wanted).limit(wanted.size + 1)
    found = session.execute(rows).all()
    lines = [_line(record, held=held, actor=actor, today=today) for record, held in found[: wanted.size]]
    return Found(
        lines=lines,
        counts=_counts(session, principal),
        flags=_flags(session, principal, actor=actor, today=today) if wanted.tab is Tab.WAITING else {},
        following=_place(lines[-1], wanted.tab) if len(found) > wanted.size else None,
    )


def _ordered(rows: Any, wanted: Wanted) -> Any:
    due = func.coalesce(Publication.publish_by, literal(NEVER, Date))
    place = _read_place(wanted.after)
    if wanted.tab is Tab.WAITING:
        if place is not None:
            rows = rows.where(or_(due > place[0], and_(due == place[0], Publication.id > place[1])))
        return rows.order_by(due, Publication.id)
    if place is not None:
        rows = rows.where(Publication.id < place[1])
    return rows.order_by(Publication.id.desc())


def _place(line: Line, tab: Tab) -> str:
    return f"{(line.publish_by or NEVER) if tab is Tab.WAITING else NEVER}.{line.id}"


def _read_place(written: str) -> tuple[date, int] | None:
    day, _, number = written.partition(".")
    try:
        return date.fromisoformat(day), min(int(number), 2**63 - 1)
    except ValueError:
        return None


def _line(record: Publication, *, held: bool, actor: str, today: date) -> Line:
    waits = record.state == PublicationState.DRAFT
    return Line(
        **{name: getattr(record, name) for name in _COPIED},
        state=PublicationState(record.state),
        block=Block(record.block) if record.block else None,
        flags=flags_of(record, held=held, actor=actor, today=today) if waits else [],
    )


def _counts(session: Session, principal: Principal) -> Mapping[Tab, int]:
    """Count what waits; of the rest nobody counts beyond ten thousand."""
    found = {}
    for tab in Tab:
        part = _rows(principal, tab).with_only_columns(Publication.id).limit(COUNTED + 1).subquery()
        found[tab] = session.scalar(select(func.count()).select_from(part)) or 0
    return found


def _flags(session: Session, principal: Principal, *, actor: str, today: date) -> Mapping[Flag, int]:
    conditions = {flag: _condition(flag, actor=actor, today=today) for flag in Flag}
    columns = [case((condition, 1), else_=0).label(flag.value) for flag, condition in conditions.items()]
    part = _rows(principal, Tab.WAITING).with_only_columns(*columns).limit(COUNTED + 1).subquery()
    row = session.execute(select(*(func.coalesce(func.sum(part.c[flag.value]), 0) for flag in Flag))).one()
    return dict(zip(Flag, row, strict=True))


def opened(session: Session, principal: Principal, publication_id: int, *, actor: str, now: datetime) -> Opened:
    """Return one record with the texts of its decision; the texts of an older version are only those that were public."""
    record = publication_for(session, principal, publication_id)
    decision = decision_of(session, record)
    present = decision.version == record.version
    texts = texts_of(decision) if present else {name: getattr(record, name) for name in texts_of(decision)}
    masks = record.masks if present else []
    waits, rules = record.state == PublicationState.DRAFT, kept_rules(session, now=now)
    matter = matter_of(decision, division=record.division)
    return Opened(
        record,
        cut(texts, masks),
        masks,
        flags_of(record, held=decision.held, actor=actor, today=legal_date(now)) if waits else [],
        decision.holds if decision.held else (),
        clocks(rules.deadlines, matter, authority=record.authority, calendar=rules.calendar),
        _names(session, [record.reported_by, record.reviewed_by]),
    )


def _names(session: Session, actors: Sequence[str | None]) -> dict[str, str]:
    """Return what people are called; what no person did the platform did, and who is not known any more stays as written."""
    numbers = {actor: actor.removeprefix("person:") for actor in actors if actor}
    ids = [int(number) for number in numbers.values() if number.isascii() and number.isdigit() and int(number) < 2**31]
    found = {str(row.id): row.name for row in session.scalars(select(User).where(User.id.in_(ids)))}
    return {actor: "平台" if actor.startswith("system:") else found.get(number, actor) for actor, number in numbers.items()}


def next_waiting(session: Session, principal: Principal, *, record: Publication) -> int | None:
    """Return the record that is to be looked at after this one."""
    place = f"{record.publish_by or NEVER}.{record.id}"
    rows = _ordered(_rows(principal, Tab.WAITING), Wanted(after=place)).with_only_columns(Publication.id).limit(1)
    found: int | None = session.scalar(rows)
    return found


def listed(session: Session, principal: Principal, *, state: str | None, after: int, most: int) -> Sequence[Publication]:
    """Return records in the order of their numbers, for systems."""
    rows = (
        select(Publication)
        .join(Department, Department.id == Publication.department_id)
        .where(mine(principal), Publication.id > after)
        .order_by(Publication.id)
        .limit(most)
    )
    if state:
        rows = rows.where(Publication.state == state)
    return session.scalars(rows).all()
