"""The matcher of a day, what persons decided, and the queue of sentences."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from supervision.kernel.rulebook.queries import the_rule
from supervision.licensing.catalogue.queries import catalogue
from supervision.licensing.matching.errors import DoubtNotFound
from supervision.licensing.matching.models import Decision, Doubt, Verdict
from supervision.licensing.matching.rules import Matcher

PAGE: Final = 20
KEPT: Final = 4
TOPIC: Final = "licensing.matching"
_READY: dict[tuple[Any, ...], Matcher] = {}


def matcher(session: Session, *, on: date) -> Matcher:
    """Return the matcher of the catalogue and the thresholds in force on a day; compiled once by each process."""
    version = catalogue(session, on=on)
    limits = the_rule(session, topic=TOPIC, on=on).params
    place = (version.version_id, version.content_hash, limits["threshold"], limits["doubtful"])
    if place not in _READY:
        while len(_READY) >= KEPT:
            _READY.pop(next(iter(_READY)))
        _READY[place] = Matcher(version, threshold=float(limits["threshold"]), doubtful=float(limits["doubtful"]))
    return _READY[place]


def decisions(session: Session, digests: Iterable[bytes]) -> Mapping[tuple[bytes, str], Verdict]:
    """Return what persons said about these sentences, by sentence and item."""
    wanted = list(digests)
    if not wanted:
        return {}
    rows = session.execute(
        select(Decision.clause_digest, Decision.item_code, Decision.verdict).where(
            Decision.clause_digest.in_(wanted), Decision.replaced_at.is_(None)
        )
    )
    return {(row.clause_digest, row.item_code): Verdict(row.verdict) for row in rows}


def open_decision(session: Session, *, clause_digest: bytes, item_code: str) -> Decision | None:
    """Return the decision that stands."""
    return session.scalar(
        select(Decision).where(
            Decision.clause_digest == clause_digest, Decision.item_code == item_code, Decision.replaced_at.is_(None)
        )
    )


def doubt_held(session: Session, doubt_id: int) -> Doubt:
    """Return a question, held so that of two deciders the second is told of the first."""
    found = session.get(Doubt, doubt_id, with_for_update=True, populate_existing=True)
    if found is None:
        raise DoubtNotFound
    return found


@dataclass(frozen=True, slots=True)
class Question:
    """A sentence that waits, or was settled, with the decision that stands and those before it."""

    doubt: Doubt
    decisions: Sequence[Decision]
    following: int | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which part of the queue is asked for."""

    item: str | None = None
    settled: bool = False
    page: int = 1


@dataclass(frozen=True, slots=True)
class Queue:
    """A page of the queue."""

    doubts: Sequence[Doubt]
    total: int
    items: Mapping[str, int]
    verdicts: Mapping[tuple[bytes, str], Verdict]


def queue(session: Session, wanted: Wanted) -> Queue:
    """Return a page of the queue: the sentences that stand in most scopes first."""
    state = Doubt.settled_at.is_not(None) if wanted.settled else Doubt.settled_at.is_(None)
    counted = select(Doubt.item_code, func.count()).where(state).group_by(Doubt.item_code)
    items = {row[0]: row[1] for row in session.execute(counted)}
    chosen = select(Doubt).where(state)
    if wanted.item:
        chosen = chosen.where(Doubt.item_code == wanted.item)
    order = (Doubt.settled_at.desc(), Doubt.id.desc()) if wanted.settled else (Doubt.scopes.desc(), Doubt.id)
    rows = session.scalars(chosen.order_by(*order).offset((wanted.page - 1) * PAGE).limit(PAGE)).all()
    total = items.get(wanted.item, 0) if wanted.item else sum(items.values())
    return Queue(rows, total, items, decisions(session, {row.clause_digest for row in rows}))


def question(session: Session, doubt_id: int, *, item: str | None = None) -> Question:
    """Return one sentence with everything that was said about it."""
    doubt = session.get(Doubt, doubt_id)
    if doubt is None:
        raise DoubtNotFound
    said = select(Decision).where(Decision.clause_digest == doubt.clause_digest, Decision.item_code == doubt.item_code)
    return Question(doubt, session.scalars(said.order_by(Decision.id.desc())).all(), following(session, doubt, item=item))


def following(session: Session, doubt: Doubt, *, item: str | None = None) -> int | None:
    """Return the next open question after this one."""
    ordered = select(Doubt.id).where(Doubt.settled_at.is_(None), Doubt.id != doubt.id)
    if item:
        ordered = ordered.where(Doubt.item_code == item)
    return session.scalar(ordered.order_by(Doubt.scopes.desc(), Doubt.id).limit(1))


def waiting(session: Session, _principal: Any) -> int:
    """Return how many sentences wait."""
    return session.scalar(select(func.count()).select_from(Doubt).where(Doubt.settled_at.is_(None))) or 0


def stands_strangely(session: Session, doubt: Doubt, *, on: date) -> bool:
    """Tell whether a sentence waits because of what stands around its word."""
    found = matcher(session, on=on).match(doubt.clause).found
    return any(match.strange for match in found if match.item == doubt.item_code)
