"""Where decisions stand for a channel: what the contract and the portal want, and what the receiver was given."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import Row, TextClause, text
from sqlalchemy.orm import Session

from credit.channels.contracts.schemas import DECISION, Contract
from supervision.kernel.clock import SHANGHAI, legal_date

_PUBLIC: Final = """p.state = 'published' AND (p.shown_until IS NULL OR p.shown_until >= :today OR :keeps)
            OR p.state = 'expired' AND p.published_at IS NOT NULL AND :keeps"""
_NEWEST: Final = "ORDER BY (p.published_at IS NOT NULL) DESC, p.version DESC"
# The records of a decision are found by the decision and by nothing else: what is said of their state filters what was found.
# As a condition of the search it lets the database read a whole partial index again for every decision.
_LINES: Final = """
    SELECT d.id AS decision_id, d.kind, d.party_kind, d.department_id, d.decided_on, d.doc_no, d.version AS standing_version,
        (d.first_received_at AT TIME ZONE 'Asia/Shanghai')::date AS day, matched.yes AS matches,
        {wanted} AS wanted_version, shown.id AS publication_id, shown.newest_state AS publicity_state,
        shown.newest_reason AS publicity_reason, d.status, d.held, d.change_reason,
        h.record, coalesce(h.sequence, 0) AS sequence, h.version AS given_version, coalesce(h.wanted, false) AS was_wanted,
        coalesce(h.sent, 0) AS sent, coalesce(h.answered, 0) AS answered, coalesce(h.received, false) AS received,
        h.received_version, h.received_digest, h.closed_version
    FROM credit.decision d
    CROSS JOIN LATERAL (SELECT d.kind || ':' || d.party_kind = ANY(:pairs) AND d.procedure IS DISTINCT FROM 'simple'
        AND (CAST(:pattern AS text) IS NULL OR d.subject_code ~ CAST(:pattern AS text)) AS yes) matched
    CROSS JOIN LATERAL (SELECT max(p.version) FILTER (WHERE {public}) AS version,
        (array_agg(p.id ORDER BY p.version DESC) FILTER (WHERE {public}))[1] AS id,
        (array_agg(p.state {newest}))[1] AS newest_state, (array_agg(p.ended_reason {newest}))[1] AS newest_reason
        FROM credit.publication p WHERE p.decision_id = d.id) shown
    LEFT JOIN credit.channel_holding h ON h.channel = :channel AND h.decision_id = d.id
    WHERE {where} AND (matched.yes OR h.decision_id IS NOT NULL) ORDER BY d.id
"""
_SHOWN: Final = (
    "CASE WHEN matched.yes AND d.status = 'valid' AND (h.closed_version IS NULL OR shown.version > h.closed_version)"
    " THEN shown.version END"
)
_STANDING: Final = (
    "CASE WHEN matched.yes AND d.status = 'valid' AND h.closed_version IS NULL THEN"
    " CASE WHEN NOT d.held THEN d.version WHEN h.wanted THEN h.version END END"
)
_BY_ID: Final = "d.id = ANY(:decision_ids)"
_BY_DAY: Final = "d.first_received_at >= :begins AND d.first_received_at < :ends"


def _statement(contract: Contract, where: str) -> TextClause:
    wanted = _STANDING if contract.carries == DECISION else _SHOWN
    return text(_LINES.format(wanted=wanted, where=where, public=_PUBLIC, newest=_NEWEST))


def _given(contract: Contract, now: datetime) -> dict[str, Any]:
    edition = contract.on(legal_date(now))
    return {
        "channel": contract.channel,
        "pairs": edition.pairs,
        "pattern": edition.code_pattern,
        "keeps": contract.keeps_expired,
        "today": legal_date(now),
    }


def lines(session: Session, contract: Contract, decision_ids: Sequence[int], *, now: datetime) -> Sequence[Row[Any]]:
    """Return where decisions stand for a channel; those that never were its matter are left out."""
    values = {**_given(contract, now), "decision_ids": list(decision_ids)}
    return session.execute(_statement(contract, _BY_ID), values).all()


def lines_of_day(session: Session, contract: Contract, day: date, *, now: datetime) -> Sequence[Row[Any]]:
    """Return where the decisions stand that first came in on a day."""
    begins = datetime(day.year, day.month, day.day, tzinfo=SHANGHAI)
    values = {**_given(contract, now), "begins": begins, "ends": begins + timedelta(days=1)}
    return session.execute(_statement(contract, _BY_DAY), values).all()
