"""The review queue."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from supervision.archive.linking.errors import CandidateNotFound
from supervision.archive.linking.models import Candidate, MatchDecision
from supervision.archive.linking.suggesting.queries import Suggestion, suggestions
from supervision.archive.linking.suggesting.rules import Side
from supervision.archive.subjects.models import Record

PAGE = 20
SHOWN_RECORDS = 20
CARRIER = text("""
    SELECT subject_id FROM archive.identifier WHERE value = :value AND known_to IS NULL ORDER BY kind = 'uscc' DESC LIMIT 1
""")


@dataclass(frozen=True, slots=True)
class Page:
    """A part of the queue, with the counts of every reason."""

    candidates: Sequence[Candidate]
    counts: dict[str, int]
    previous: int | None
    following: int | None

    @property
    def total(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class Question:
    """One counterpart as submitted, what it reported, who it might be, and what was said about it before."""

    candidate: Candidate
    side: Side
    records: Sequence[Record]
    suggestions: Sequence[Suggestion]
    decisions: dict[int, MatchDecision]
    current: int | None


def open_count(session: Session) -> int:
    """Return how many questions are open."""
    return session.scalar(select(func.count()).select_from(Candidate).where(Candidate.settled_at.is_(None))) or 0


def page(session: Session, *, reason: str | None, number: int) -> Page:
    """Return the open questions, oldest first; `number` counts from one."""
    is_open = Candidate.settled_at.is_(None)
    counted = session.execute(select(Candidate.reason, func.count()).where(is_open).group_by(Candidate.reason))
    wanted = select(Candidate).where(is_open).order_by(Candidate.id).offset((number - 1) * PAGE).limit(PAGE + 1)
    if reason is not None:
        wanted = wanted.where(Candidate.reason == reason)
    found = session.scalars(wanted).all()
    return Page(
        candidates=found[:PAGE],
        counts={row[0]: row[1] for row in counted},
        previous=number - 1 if number > 1 else None,
        following=number + 1 if len(found) > PAGE else None,
    )


def next_open(session: Session, *, after: int, reason: str | None) -> int | None:
    """Return the next open question of the queue, from the beginning once the end is reached."""
    is_open = select(func.min(Candidate.id)).where(Candidate.settled_at.is_(None), Candidate.id != after)
    if reason is not None:
        is_open = is_open.where(Candidate.reason == reason)
    return session.scalar(is_open.where(Candidate.id > after)) or session.scalar(is_open)


def candidate(session: Session, candidate_id: int) -> Candidate:
    """Return one question or raise `CandidateNotFound`."""
    found = session.get(Candidate, candidate_id)
    if found is None:
        raise CandidateNotFound
    return found


def question(session: Session, candidate_id: int) -> Question:
    """Return everything that a person needs to answer."""
    asked = candidate(session, candidate_id)
    records = session.scalars(
        select(Record)
        .where(Record.party_key == asked.party_key, Record.known_to.is_(None))
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
