"""Open the duty to change a scope, and close it when the change comes."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from sqlalchemy import text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from supervision.accounts.departments.models import REGISTRAR
from supervision.archive.subjects.models import Event as Line
from supervision.kernel.clock import legal_date
from supervision.kernel.outbox import publish
from supervision.kernel.rulebook.errors import NoRuleHolds
from supervision.kernel.rulebook.queries import select_rules
from supervision.kernel.workdays.queries import work_calendar
from supervision.registration.obligations import queries, rules
from supervision.registration.obligations.events import ScopeChangesMade, ScopeToBeChanged
from supervision.registration.obligations.models import Obligation
from supervision.registration.obligations.states import Ground, ObligationState

_OVERDUE: Final = text(
    "UPDATE registration.obligation SET state = 'overdue' WHERE state = 'open' AND due_on < :today RETURNING id"
)
_MEET: Final = text(
    "UPDATE registration.obligation AS o SET state = 'met', met_at = :now, met_by_entry_id = done.entry_id"
    " FROM (SELECT DISTINCT ON (o.id) o.id, e.id AS entry_id FROM registration.obligation o"
    " JOIN archive.subject s ON s.id = o.subject_id"
    " JOIN registration.entry e ON e.subject_id IN (o.subject_id, s.merged_into) AND e.state = 'archived' AND e.latest"
    " AND e.kind IN ('scope_change', 'cancellation') AND e.occurred_on >= o.began_on"
    " WHERE o.state <> 'met' AND (o.subject_id = ANY(:subject_ids) OR s.merged_into = ANY(:subject_ids))"
    " ORDER BY o.id, e.occurred_on, e.id) AS done"
    " WHERE o.id = done.id RETURNING o.id"
)


def oblige(
    session: Session,
    *,
    subject_id: int,
    item_code: str,
    item_name: str,
    ground: str,
    licence_record_id: int | None,
    now: datetime,
    began_on: date | None = None,
) -> int:
    """Open the duty once and return its id; `began_on` is the day on which the licence was lost, today where it is not known.

    Where the change is registered already, the duty is met at once.
    """
    began = began_on or legal_date(now)
    due = change_by(session, began, now=now)
    values = {
        "subject_id": subject_id,
        "item_code": item_code,
        "item_name": item_name,
        "ground": Ground(ground),
        "licence_record_id": licence_record_id,
        "division": queries.division_of(session, subject_id),
        "told_at": now,
        "began_on": began,
        "due_on": due.day,
        "rule_code": due.rule,
        "state": ObligationState.OPEN,
    }
    made: int | None = session.scalar(insert(Obligation).values(**values).on_conflict_do_nothing().returning(Obligation.id))
    if made is None:
        return queries.known(session, subject_id, item_code, Ground(ground), licence_record_id)
    _tell(session, made, subject_id, rules.line_of(item_name, Ground(ground), due.day), on=began, now=now)
    meet(session, subject_ids=[subject_id], now=now)
    return made


def change_by(session: Session, began_on: date, *, now: datetime) -> rules.Due:
    """Return the last day by the rule that held when the licence was lost; one older than the rule is counted by today's."""
    for on in (began_on, legal_date(now)):
        rule = rules.rule_of(select_rules(session, topic=rules.TOPIC, on=on, subject=rules.SUBJECT))
        if rule is not None:
            return rules.change_by(began_on, calendar=work_calendar(session), rule=rule)
    raise NoRuleHolds(topic=rules.SUBJECT, on=began_on)


def _tell(session: Session, obligation_id: int, subject_id: int, summary: str, *, on: date, now: datetime) -> None:
    session.add(
        Line(
            subject_id=subject_id,
            kind="registration_duty",
            occurred_on=on,
            summary=summary,
            link_kind="obligation",
            link_id=obligation_id,
            department_id=REGISTRAR,
            known_from=now,
        )
    )
    publish(session, ScopeToBeChanged(obligation_id, subject_id), now=now)


def meet(session: Session, *, subject_ids: Sequence[int], now: datetime) -> tuple[int, ...]:
    """Close the duties of firms whose later change of scope or cancellation is in the archive; return which."""
    met = tuple(sorted(session.scalars(_MEET, {"subject_ids": list(subject_ids), "now": now})))
    if met:
        publish(session, ScopeChangesMade(met), now=now)
    return met


def let_fall_due(session: Session, *, now: datetime) -> int:
    """Mark what was not met in time; it stays to be met. Return how many fell due."""
    return len(session.scalars(_OVERDUE, {"today": legal_date(now)}).all())
