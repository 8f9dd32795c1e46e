"""What the pages of entries ask."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Final

from sqlalchemy import ColumnElement, and_, func, or_, select, true
from sqlalchemy.orm import Session

from supervision.accounts.departments.models import REGISTRAR, Department
from supervision.archive.linking.models import Candidate, CandidateReason
from supervision.archive.subjects.models import Event, Registration
from supervision.kernel.access import Principal
from supervision.kernel.clock import SHANGHAI, legal_date
from supervision.kernel.divisions import full_name
from supervision.kernel.identifiers import normalise_code
from supervision.registration.recording.archiving.keeping.service import as_cells
from supervision.registration.recording.archiving.settling.service import LINK, RENAMED
from supervision.registration.recording.models import Entry
from supervision.registration.recording.queries import visible
from supervision.registration.recording.reading.rules import covered
from supervision.registration.recording.sealing.service import opened
from supervision.registration.recording.showing.schemas import PAGE, Detail, EntryPage, EntryView, Pile
from supervision.registration.recording.states import LABELS, EntryKind, EntryState

LONGEST_SEARCH: Final = 100
FIELDS: Final = {
    "source_no": "业务编号",
    "kind": "业务类型",
    "occurred_on": "核准日期",
    "name": "企业名称",
    "code": "统一社会信用代码",
    "regno": "注册号",
    "type_name": "企业类型",
    "legal_rep": "法定代表人",
    "scope": "经营范围",
    "scope_codes": "经营范围条目",
    "address": "住所",
    "division": "住所区划",
    "telephone": "联系电话",
    "note": "备注",
}
FACTS: Final = (
    "name",
    "code",
    "legal_rep",
    "type_name",
    "scope",
    "address",
    "telephone",
    "division",
    "established_on",
    "state",
)


def day_of(now: datetime) -> tuple[datetime, datetime]:
    """Return the instants between which the legal day of an instant lies."""
    first = datetime.combine(legal_date(now), time(), SHANGHAI)
    return first, first + timedelta(days=1)


def in_pile(pile: Pile, now: datetime) -> ColumnElement[bool]:
    """Return the condition for the entries of a pile."""
    first, last = day_of(now)
    today = and_(Entry.received_at >= first, Entry.received_at < last)
    piles: Mapping[Pile, ColumnElement[bool]] = {
        Pile.TODAY: today,
        Pile.HELD: and_(Entry.state == EntryState.HELD, Entry.latest),
        Pile.REPEATED: and_(Entry.repeated_at >= first, Entry.repeated_at < last),
        Pile.CORRECTED: and_(today, Entry.version > 1),
        Pile.LATE: and_(today, Entry.late),
        Pile.ALL: true(),
    }
    return piles[pile]


def searched(words: str) -> ColumnElement[bool]:
    """Return the condition for a number, a code or a part of a name."""
    wanted = words.strip()[:LONGEST_SEARCH]
    if not wanted:
        return true()
    code = normalise_code(wanted)
    part = wanted.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
    return or_(Entry.source_no == wanted, Entry.code == code, Entry.regno == code, Entry.name.ilike(f"%{part}%", escape="\\"))


def page(session: Session, principal: Principal, *, pile: Pile, words: str, number: int, now: datetime) -> EntryPage:
    """Return one page of the visible entries, the latest first."""
    condition = and_(visible(principal), in_pile(pile, now), searched(words.replace("\0", "")))
    total = session.scalar(select(func.count()).select_from(Entry).where(condition)) or 0
    order = Entry.repeated_at.desc() if pile is Pile.REPEATED else Entry.received_at.desc()
    statement = (
        select(Entry, Department.short_name)
        .join(Department, Department.id == Entry.registrar_department_id)
        .where(condition)
        .order_by(order, Entry.id.desc())
        .limit(PAGE)
        .offset((number - 1) * PAGE)
    )
    return EntryPage([EntryView(entry, name) for entry, name in session.execute(statement)], total, number)


def counts(session: Session, principal: Principal, *, now: datetime) -> dict[Pile, int]:
    """Return how many visible entries lie on each pile; of all there ever were nobody asks."""
    asked = [pile for pile in Pile if pile is not Pile.ALL]
    columns = [
        select(func.count()).select_from(Entry).where(visible(principal), in_pile(pile, now)).scalar_subquery()
        for pile in asked
    ]
    row = session.execute(select(*columns)).one()
    return dict(zip(asked, row, strict=True))


def held_count(session: Session, principal: Principal) -> int:
    """Return how many visible entries wait for a person, for the navigation."""
    held = and_(Entry.state == EntryState.HELD, Entry.latest)
    return session.scalar(select(func.count()).select_from(Entry).where(held, visible(principal))) or 0


def detail(session: Session, entry: Entry) -> Detail:
    """Return everything about one entry."""
    name = session.scalar(select(Department.name).where(Department.id == entry.registrar_department_id)) or ""
    versions = session.scalars(
        select(Entry)
        .where(Entry.registrar_department_id == entry.registrar_department_id, Entry.source_no == entry.source_no)
        .order_by(Entry.version.desc())
    ).all()
    return Detail(
        view=EntryView(entry, name),
        received=received(entry),
        facts=facts(session, entry),
        line=line(session, entry),
        versions=versions,
        candidate_id=question(session, entry),
    )


def received(entry: Entry) -> dict[str, str]:
    """Return what came, by the names of the fields, resident numbers covered; unknown fields under their own names."""
    cells = as_cells(opened(entry.payload))
    said = {FIELDS.get(name, name): covered(text) for name, text in cells.items() if text}
    return dict(sorted(said.items(), key=lambda item: _ORDER.get(item[0], len(_ORDER))))


_ORDER: Final = {label: place for place, label in enumerate(FIELDS.values())}


def facts(session: Session, entry: Entry) -> dict[str, str]:
    """Return what the archive says of the firm now, as the register has it."""
    if entry.subject_id is None:
        return {}
    standing = session.scalars(
        select(Registration).where(
            Registration.subject_id == entry.subject_id,
            Registration.department_id == REGISTRAR,
            Registration.known_to.is_(None),
            Registration.valid_to.is_(None),
        )
    ).one_or_none()
    return {} if standing is None else {name: str(value) for name in FACTS if (value := getattr(standing, name)) is not None}


def line(session: Session, entry: Entry) -> str | None:
    """Return the line that the entry has on the timeline of its firm."""
    return session.scalar(
        select(Event.summary).where(
            Event.subject_id == entry.subject_id,
            Event.link_kind == LINK,
            Event.link_id == entry.id,
            Event.known_to.is_(None),
        )
    )


def question(session: Session, entry: Entry) -> int | None:
    """Return the question about the name that the entry waits for."""
    if entry.held_rule != RENAMED.rule:
        return None
    asked = (Candidate.batch_id == entry.batch_id, Candidate.row_no == entry.row_no)
    return session.scalar(
        select(Candidate.id).where(Candidate.reason == CandidateReason.RENAMED, Candidate.settled_at.is_(None), *asked)
    )


def place_name(entry: Entry, code: str | None) -> str | None:
    """Return a division with its name, where the national table has one."""
    if code is None:
        return None
    name = full_name(code, entry.occurred_on or legal_date(entry.received_at))
    return f"{name}（{code}）" if name else code


def choices() -> list[tuple[str, str]]:
    """Return the kinds that may be chosen."""
    return [(kind.value, LABELS[kind]) for kind in EntryKind if kind is not EntryKind.UNKNOWN]
