"""What seems not to be reported: the register, one entry with its series, and what the search reads."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import polars as pl
from sqlalchemy import ColumnElement, Select, and_, func, or_, select, text, true
from sqlalchemy.orm import Session

from credit.omissions.errors import OmissionUnknown
from credit.omissions.finding.rules import method_of
from credit.omissions.finding.schemas import Method
from credit.omissions.models import Omission
from credit.omissions.states import Ground, OmissionState
from supervision.accounts.models import Department, User
from supervision.kernel.access import Principal
from supervision.kernel.rulebook import queries as rulebook

TOPIC: Final = "credit.omission"
PAGE: Final = 50
AROUND: Final = 30
OPEN: Final = (OmissionState.OPEN, OmissionState.EXPLAINED)
KNOWN: Final = """
    SELECT id, department_id, kind, doc_no, decided_on FROM credit.decision WHERE decided_on >= :since
    UNION ALL
    SELECT d.id, d.department_id, d.kind, v.row ->> 'doc_no', CAST(v.row ->> 'decided_on' AS date)
    FROM credit.decision_version AS v JOIN credit.decision AS d ON d.id = v.decision_id WHERE d.decided_on >= :since
"""
REFUSED: Final = text(
    "SELECT DISTINCT doc_key FROM credit.refusal WHERE doc_key IS NOT NULL AND received_at >= CAST(:since AS date)"
)
TRUST: Final = text("""
    SELECT department_id, count(*) FILTER (WHERE state IN ('reported', 'confirmed')) AS hidden,
        count(*) FILTER (WHERE state IN ('reported', 'confirmed', 'excused')) AS settled
    FROM credit.omission WHERE ground = 'series' GROUP BY 1
""")


@dataclass(frozen=True, slots=True)
class Line:
    """One entry with its department."""

    omission: Omission
    department: str
    state: OmissionState
    ground: Ground


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A number of a series near a gap: the decision that has it, or nothing."""

    number: int
    doc_no: str
    decided_on: date | None
    asked: bool = False


@dataclass(frozen=True, slots=True)
class Office:
    """How many entries a department has, and how they ended."""

    id: int
    name: str
    open: int
    reported: int
    confirmed: int
    excused: int

    @property
    def settled(self) -> int:
        return self.reported + self.confirmed + self.excused


def the_method(session: Session, *, on: date) -> Method:
    """Return the method that holds on a day."""
    return method_of(rulebook.the_rule(session, topic=TOPIC, on=on))


def known(session: Session, *, since: date) -> pl.DataFrame:
    """Return every number that was ever reported for decisions since a day, corrected ones with their former numbers."""
    rows = session.execute(text(KNOWN), {"since": since}).all()
    schema = {"decision_id": pl.Int64, "department_id": pl.Int64, "kind": pl.String, "doc_no": pl.String, "decided_on": pl.Date}
    return pl.DataFrame(rows, schema=schema, orient="row")


def waiting_numbers(session: Session) -> pl.DataFrame:
    """Return the missing numbers that did not come yet, with the ids of their entries."""
    wanted = select(Omission.id, Omission.department_id, Omission.kind, Omission.series, Omission.number).where(
        Omission.ground == Ground.SERIES.value, Omission.state != OmissionState.REPORTED.value
    )
    schema = {
        "omission_id": pl.Int64,
        "department_id": pl.Int64,
        "kind": pl.String,
        "series": pl.String,
        "number": pl.Int64,
    }
    return pl.DataFrame(session.execute(wanted).all(), schema=schema, orient="row")


def refused(session: Session, *, since: date) -> set[str]:
    """Return the numbers of rows that were reported and sent back; a row that was refused was not hidden."""
    return set(session.execute(REFUSED, {"since": since}).scalars())


def trust(session: Session, prior: float) -> dict[int, float]:
    """Return for each department how often its missing numbers were decisions; the prior weighs as ten of them."""
    return {row.department_id: (row.hidden + 10 * prior) / (row.settled + 10) for row in session.execute(TRUST)}


def listed(
    session: Session,
    principal: Principal,
    *,
    state: OmissionState | None,
    department_id: int | None,
    before: int | None = None,
) -> Sequence[Line]:
    """Return entries in somebody's reach, one more than a page holds, the newest first."""
    conditions = [seen(principal), Omission.state.in_(OPEN) if state is None else Omission.state == state]
    if department_id is not None:
        conditions.append(Omission.department_id == department_id)
    if before is not None:
        conditions.append(Omission.id < before)
    rows = _rows(*conditions).order_by(Omission.id.desc()).limit(PAGE + 1)
    return [_line(row) for row in session.execute(rows)]


def one(session: Session, principal: Principal, *, omission_id: int, lock: bool = False) -> Line:
    """Return an entry in somebody's reach or refuse."""
    if lock:
        session.get(Omission, omission_id, with_for_update=True, populate_existing=True)
    found = session.execute(_rows(seen(principal), Omission.id == omission_id)).one_or_none()
    if found is None:
        raise OmissionUnknown
    return _line(found)


def _rows(*conditions: ColumnElement[bool]) -> Select[Omission, str]:
    return select(Omission, Department.name).join(Department, Department.id == Omission.department_id).where(and_(*conditions))


def _line(row: Any) -> Line:
    return Line(row[0], row[1], OmissionState(row[0].state), Ground(row[0].ground))


def offices(session: Session, principal: Principal) -> Sequence[Office]:
    """Return the departments in somebody's reach with entries, the most open ones first: one statement."""
    counts = [
        func.count().filter(Omission.state.in_(OPEN)).label("open"),
        *(func.count().filter(Omission.state == state.value) for state in _ENDED),
    ]
    rows = (
        select(Department.id, Department.name, *counts)
        .join(Omission, Omission.department_id == Department.id)
        .where(seen(principal))
        .group_by(Department.id)
        .order_by(counts[0].desc(), Department.id)
        .limit(100)
    )
    return [Office(*tuple(row)) for row in session.execute(rows)]


def totals(session: Session, principal: Principal, *, department_id: int | None) -> dict[str, int]:
    """Return how many entries in somebody's reach there are in each state; what is explained is still open."""
    own = true() if department_id is None else Omission.department_id == department_id
    rows = select(Omission.state, func.count()).where(seen(principal), own).group_by(Omission.state)
    found: dict[str, int] = {row[0]: row[1] for row in session.execute(rows)}
    return {**dict.fromkeys(_ENDED, 0), **found, "open": sum(found.get(state, 0) for state in OPEN)}


_ENDED: Final = (OmissionState.REPORTED, OmissionState.CONFIRMED, OmissionState.EXCUSED)


def neighbours(omission: Omission) -> list[Neighbour]:
    """Return the numbers around a gap as the entry keeps them: which were there and when they were decided."""
    if omission.number is None:
        return []
    days = {int(number): date.fromisoformat(day) for number, day in omission.evidence.get("days", {}).items()}
    first, last = min([*days, omission.number]), max([*days, omission.number])
    return [
        Neighbour(number, str(number), days.get(number), asked=number == omission.number)
        for number in range(max(first, omission.number - AROUND), min(last, omission.number + AROUND) + 1)
    ]


def waiting(session: Session, principal: Principal) -> int:
    """Return what waits for somebody: own entries to explain, or explanations of others to judge."""
    own = and_(Omission.department_id == (principal.department_id or 0), Omission.state == OmissionState.OPEN)
    others = and_(Omission.department_id != (principal.department_id or 0), Omission.state == OmissionState.EXPLAINED)
    wanted = own if not principal.may("credit.assess") else or_(own, others)
    return session.scalar(select(func.count()).where(wanted)) or 0


def names(session: Session, omission: Omission) -> dict[str, str]:
    """Return the names of who explained and who judged."""
    actors = [actor for actor in (omission.explained_by, omission.judged_by) if actor and actor.startswith("person:")]
    numbers = {int(actor.partition(":")[2]): actor for actor in actors}
    return {numbers[row.id]: row.name for row in session.execute(select(User.id, User.name).where(User.id.in_(numbers)))}


def seen(principal: Principal) -> ColumnElement[bool]:
    """Return the condition for what somebody may see: the own department's, and everything for those who assess."""
    if principal.may("credit.assess"):
        return true()
    own = Omission.department_id == (principal.department_id or 0)
    inside = select(Department.id).where(principal.covers(Department.path, Department.division))
    return or_(own, Omission.department_id.in_(inside))
