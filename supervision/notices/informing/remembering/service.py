"""Handing a clerk's decisions on: the matcher answers equal sentences so from then on."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from supervision.licensing.matching.models import Doubt
from supervision.licensing.matching.models import Verdict as Answer
from supervision.licensing.matching.schemas import Decided, Match, MatchResult, Span, SpanRole
from supervision.licensing.matching.service import digest, note_doubts, remember
from supervision.notices.informing.models import InformingItem
from supervision.notices.informing.queries import Whole
from supervision.notices.informing.states import Origin, Verdict


def remember_judged(session: Session, whole: Whole, *, actor: str, now: datetime) -> int:
    """Remember what a person decided of the items that matching had found; return how many sentences it was.

    An item that was added has no sentence to be known by; it stays a matter of this sheet.
    """
    judged = [item for item in whole.items if item.decided_by and item.origin != Origin.ADDED and item.clause_key]
    for item in judged:
        remember(
            session,
            doubt_id=_doubt_of(session, item, version_id=whole.informing.catalogue_version_id, now=now),
            verdict=Answer.ASKED if item.verdict == Verdict.LISTED else Answer.NOT_ASKED,
            reason=item.reason or f"登记窗口核对（{whole.informing.number}）",
            seen_open=False,
            actor=item.decided_by or actor,
            now=now,
        )
    return len(judged)


def _doubt_of(session: Session, item: InformingItem, *, version_id: int, now: datetime) -> int:
    """Return the question that the decision answers, asked now where matching had been sure."""
    wanted = select(Doubt.id).where(Doubt.clause_digest == digest(item.clause_key), Doubt.item_code == item.item_code)
    known = session.scalar(wanted)
    if known is not None:
        return known
    spans = tuple(Span(span["start"], span["end"], span["text"], SpanRole(span["role"])) for span in item.spans)
    match = Match(item.item_code, item.certainty, spans, item.clause, item.clause_key, starts_at=item.clause_at)
    note_doubts(session, [Decided((), (match,), version_id, MatchResult())], now=now)
    return session.scalars(wanted).one()
