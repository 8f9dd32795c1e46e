"""Showing again what had been repaired on a false promise."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from credit.publicity import queries
from credit.publicity.events import DecisionsPublished
from credit.publicity.models import Publication
from credit.publicity.periods.rules import period
from credit.publicity.states import PUBLICATION, PublicationAction, PublicationState
from supervision.kernel.clock import legal_date
from supervision.kernel.outbox import publish as tell
from supervision.kernel.rulebook import rule_version


def restore_decisions(
    session: Session, *, decision_ids: Sequence[int], barred_until: date, note: str, now: datetime
) -> list[Publication]:
    """Show repaired records again: the period of their own rule, counted from today, and no repair before the bar is over."""
    found = [row for row in queries.standing(session, decision_ids) if row.state == PublicationState.REPAIRED]
    for row in found:
        _restore(session, row, barred_until=barred_until, note=note, now=now)
    session.flush()
    shown = [row for row in found if row.state == PublicationState.PUBLISHED]
    if shown:
        tell(session, DecisionsPublished(tuple(row.id for row in shown), tuple(row.decision_id for row in shown)), now=now)
    return found


def _restore(session: Session, row: Publication, *, barred_until: date, note: str, now: datetime) -> None:
    """A version that came after the repair and that nobody reviewed waits for its review."""
    action = PublicationAction.RESTORE if row.reviewed_by else PublicationAction.REOPEN
    row.state = PUBLICATION.after(PublicationState(row.state), action).value
    row.ended_at = row.ended_reason = None
    row.published_at = now if row.reviewed_by else None
    row.period_note = note
    row.revision += 1
    rule_id, _, version = (row.period_rule or "").partition("@")
    anew = period(rule_version(session, rule_id=rule_id, version=int(version)), start=legal_date(now))
    row.shown_until = anew.last_public_day
    row.earliest_repair = max(anew.earliest_repair or barred_until, barred_until + timedelta(days=1))
