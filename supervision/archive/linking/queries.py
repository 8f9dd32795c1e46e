"""The review queue."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, select, text, tuple_
from sqlalchemy.orm import Session

from supervision.accounts.models import Department
from supervision.archive.linking.errors import CandidateNotFound
from supervision.archive.linking.models import Candidate, CandidateReason, MatchDecision, Outlook
from supervision.archive.linking.suggesting.queries import Suggestion, suggestions
from supervision.archive.linking.suggesting.rules import Side
from supervision.archive.subjects.models import Record
from supervision.archive.subjects.withholding.queries import hidden
from supervision.kernel.access import Principal

PAGE = 20
COUNTED = 1_000
PLACE = tuple_(Candidate.distance, Candidate.id)
CURSOR = re.compile(r"(\d{1,3})\.(\d{1,18})", re.ASCII)
SHOWN_RECORDS = 20
CARRIER = text("""
    SELECT subject_id FROM archive.identifier WHERE value = :value AND known_to IS NULL ORDER BY kind = 'uscc' DESC LIMIT 1
""")


@dataclass(frozen=True, slots=True)
class Page:
    """A part of the queue, with the counts of every outlook; cursors lead to the parts before and after."""

    candidates: Sequence[Candidate]
    counts: dict[str, int]
    previous: str | None
    following: str | None

    @property
    def total(self) -> int:
        """Return how many wait for an answer; what was put aside does not."""
        return sum(count for outlook, count in self.counts.items() if outlook != Outlook.PARKED)


@dataclass(frozen=True, slots=True)
class Filter:
    """Which part of the queue somebody looks at."""

    outlook: Outlook | None = None
    reason: CandidateReason | None = None

    def condition(self, principal: Principal) -> ColumnElement[bool]:
        """Return the condition for these questions; without an outlook all but those that were put aside."""
        outlook = Candidate.outlook == self.outlook if self.outlook else Candidate.outlook != Outlook.PARKED
        chosen = open_for(principal) & outlook
        return chosen & (Candidate.reason == self.reason) if self.reason else chosen


@dataclass(frozen=True, slots=True)
class Question:
    """One counterpart as submitted, what it reported, who it might be, and what was said about it before."""

    candidate: Candidate
    side: Side
    records: Sequence[Record]
    suggestions: Sequence[Suggestion]
    decisions: dict[int, MatchDecision]
    current: int | None


def visible(principal: Principal) -> ColumnElement[bool]:
    """Return the condition for the questions that somebody may answer: those whose source a position covers."""
    return Candidate.department_id.in_(select(Department.id).where(principal.covers(Department.path, Department.division)))


def open_for(principal: Principal) -> ColumnElement[bool]:
    """Return the condition for the open questions of somebody's queue."""
    return Candidate.settled_at.is_(None) & visible(principal)


def open_count(session: Session, principal: Principal) -> int:
    """Return how many questions wait for somebody; beyond a thousand nobody counts on, so every page stays fast."""
    waiting = select(Candidate.id).where(Filter().condition(principal)).limit(COUNTED).subquery()
    return session.scalar(select(func.count()).select_from(waiting)) or 0


def page(
    session: Session, principal: Principal, *, chosen: Filter, after: str | None = None, before: str | None = None
) -> Page:
    """Return a part of somebody's open questions, the likeliest first; a cursor is `distance.id` of a question."""
    counted = session.execute(select(Candidate.outlook, func.count()).where(open_for(principal)).group_by(Candidate.outlook))
    wanted = select(Candidate).where(chosen.condition(principal)).limit(PAGE + 1)
    cursor = _cursor(before or after)
    if before and cursor:
        wanted = wanted.where(tuple_(*cursor) > PLACE).order_by(Candidate.distance.desc(), Candidate.id.desc())
    else:
        wanted = wanted.where(tuple_(*cursor) < PLACE) if cursor else wanted
        wanted = wanted.order_by(Candidate.distance, Candidate.id)
    found = session.scalars(wanted).all()
    shown, more = found[:PAGE], len(found) > PAGE
    shown = shown[::-1] if before and cursor else shown
    earlier, later = (more, True) if before and cursor else (cursor is not None, more)
    return Page(
        candidates=shown,
        counts={row[0]: row[1] for row in counted},
        previous=_place(shown[0]) if earlier and shown else None,
        following=_place(shown[-1]) if later and shown else None,
    )


def _place(asked: Candidate) -> str:
    return f"{asked.distance}.{asked.id}"


def _cursor(text_of_it: str | None) -> tuple[int, int] | None:
    parts = CURSOR.fullmatch(text_of_it or "")
    return (int(parts[1]), int(parts[2])) if parts else None


def next_open(session: Session, principal: Principal, *, after: Candidate, chosen: Filter) -> int | None:
    """Return the next open question of somebody's queue, from the beginning once the end is reached."""
    others = select(Candidate.id).where(chosen.condition(principal), Candidate.id != after.id)
    ordered = others.order_by(Candidate.distance, Candidate.id).limit(1)
    later = ordered.where(tuple_(after.distance, after.id) < PLACE)
    return session.scalar(later) or session.scalar(ordered)


def last_id(session: Session) -> int:
    """Return the number of the latest question, so that what comes later is not taken for what was counted."""
    return session.scalar(select(func.max(Candidate.id))) or 0


def candidate(session: Session, candidate_id: int) -> Candidate:
    """Return one question or raise `CandidateNotFound`."""
    found = session.get(Candidate, candidate_id)
    if found is None:
        raise CandidateNotFound
    return found


def candidate_for(session: Session, principal: Principal, candidate_id: int) -> Candidate:
    """Return a question that this person may answer; another's looks as if it did not exist."""
    found = session.scalar(select(Candidate).where(Candidate.id == candidate_id, visible(principal)))
    if found is None:
        raise CandidateNotFound
    return found


def question(session: Session, principal: Principal, candidate_id: int) -> Question:
    """Return everything that a person needs to answer."""
    asked = candidate_for(session, principal, candidate_id)
    records = session.scalars(
        select(Record)
        .where(Record.party_key == asked.party_key, Record.known_to.is_(None), ~hidden(principal))
        .order_by(Record.occurred_on.desc().nulls_last(), Record.id)
        .limit(SHOWN_RECORDS)
    ).all()
    side = side_of(asked, records)
    current = next((record.subject_id for record in records if record.subject_id is not None), None)
    carrier = session.scalar(CARRIER, {"value": asked.subject_code}) if asked.subject_code else None
    always = tuple(subject_id for subject_id in (current, carrier) if subject_id is not None)
    said = session.scalars(
        select(MatchDecision).where(MatchDecision.party_key == asked.party_key, MatchDecision.replaced_at.is_(None))
    )
    return Question(
        candidate=asked,
        side=side,
        records=records,
        suggestions=suggestions(session, side, always=always),
        decisions={decision.subject_id: decision for decision in said},
        current=current,
    )


def side_of(asked: Candidate, records: Sequence[Record]) -> Side:
    """Return what the submitted side says, from the row that waits or from the records."""
    said: dict[str, Any] = dict(asked.submitted or {})
    for record in records:
        said = {**record.data, **said}
    return Side(
        name=asked.subject_name or "",
        normal=asked.normal or asked.subject_name or "",
        code=asked.subject_code,
        legal_rep=said.get("legal_rep"),
        address=said.get("address"),
    )
