"""Route registrations: judge what is new, work out what must be told of each firm, and write what is missing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import text
from sqlalchemy.orm import Session

from supervision.kernel import audit
from supervision.kernel.outbox import publish
from supervision.notices.events import NoticesPooled, NoticesPushed, NoticesUpdated
from supervision.notices.handling.deadlines.queries import kept_clocks
from supervision.notices.pushing import queries
from supervision.notices.pushing.judging.service import judge, keep, told
from supervision.notices.pushing.placing.queries import Places
from supervision.notices.pushing.reconciling.rules import moves
from supervision.notices.pushing.reconciling.schemas import Moves
from supervision.notices.pushing.rules import spells
from supervision.notices.pushing.schemas import Spell, Told
from supervision.notices.pushing.writing.features import Pen
from supervision.notices.pushing.writing.schemas import Routed
from supervision.notices.pushing.writing.service import ACTOR, write

# One routing at a time: two that see the same firm at once would each make its notice, and one would fail at the end.
_ALONE: Final = text("SELECT pg_advisory_xact_lock(hashtext('notices.routing'))")


@dataclass(frozen=True, slots=True)
class Work:
    """What must have been told of some firms, and what has to be done so that it is."""

    found: Mapping[int, Sequence[Spell]]
    todo: Moves
    places: Places


def route(session: Session, entry_ids: Sequence[int], *, now: datetime) -> Routed:
    """Bring the notices of every firm that these registrations are about to what is known of it; again, nothing changes."""
    alone(session)
    firms = queries.firms(session, entry_ids)
    if not firms:
        return Routed()
    known = told(session, queries.entries(session, firms), now=now)
    routed = carry_out(session, work_out(session, known), now=now)
    routed.entries = len(entry_ids)
    tell(session, routed, now=now)
    return routed


def route_doubts(session: Session, *, item_code: str, now: datetime) -> Routed:
    """Judge anew what waits in the pool because nobody was sure whether it asks for an item, and route what is sure now."""
    alone(session)
    waiting = set(queries.doubted(session, item_code=item_code))
    firms = queries.firms(session, list(waiting))
    if not firms:
        return Routed()
    rows = queries.entries(session, firms)
    keep(session, judge(session, [row for row in rows if row.id in waiting]).values(), now=now, again=True)
    known = told(session, queries.entries(session, firms), now=now)
    routed = carry_out(session, work_out(session, known), now=now)
    routed.entries = len(waiting)
    tell(session, routed, now=now)
    return routed


def alone(session: Session) -> None:
    """Wait until nobody else routes, and keep others from it until the transaction ends."""
    session.execute(_ALONE)


def work_out(session: Session, known: Mapping[int, Sequence[Told]]) -> Work:
    """Compare what must have been told of these firms with the notices that stand."""
    standing, places, todo = queries.standing(session, list(known)), Places(session), Moves()
    found = {firm: spells(entries, places.find) for firm, entries in known.items()}
    for firm, part in found.items():
        todo.add(moves(part, standing[firm]))
    return Work(found, todo, places)


def carry_out(session: Session, work: Work, *, now: datetime) -> Routed:
    """Write what is missing."""
    return write(session, work.todo, Pen(now, kept_clocks(session, now=now), work.places.mode))


def tell(session: Session, routed: Routed, *, now: datetime) -> None:
    """Say what came of it to those who deliver, and to the audit."""
    if routed.pushed:
        publish(session, NoticesPushed(tuple(routed.pushed)), now=now)
    if routed.pooled:
        publish(session, NoticesPooled(tuple(routed.pooled)), now=now)
    if routed.updated or routed.withdrawn:
        publish(session, NoticesUpdated(tuple(sorted({*routed.updated, *routed.withdrawn}))), now=now)
    if routed.any:
        audit.record(
            session,
            actor=ACTOR,
            action="notices.routed",
            object_kind="notice",
            object_id=None,
            detail=routed.detail(),
            now=now,
        )
