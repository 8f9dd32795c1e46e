"""Filling the rulebook: from the package, again and again with the same result, and by hand."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from supervision.kernel import audit
from supervision.kernel.rulebook.errors import RuleUnknown
from supervision.kernel.rulebook.models import StoredRule
from supervision.kernel.rulebook.packaged import packaged_rules
from supervision.kernel.rulebook.rules import NATIONAL

LOADING: Final = 4_201_003
_CONTENT: Final = (
    "topic", "jurisdiction", "channel", "subject", "effective_from", "effective_to", "params", "legal_basis", "source", "precedence", "confidence",
)  # fmt: skip


def load_packaged(session: Session, *, now: datetime) -> int:
    """Add what the package says anew and return how many versions were added; what was entered by hand stays newest.

    A packaged rule that changed gets a new version, unless an administrator has entered a newer one meanwhile: then it is
    stored below that, so that it is known and not followed.
    """
    session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOADING})
    stored: dict[str, list[StoredRule]] = {}
    for row in session.scalars(select(StoredRule).order_by(StoredRule.rule_id, StoredRule.version)):
        stored.setdefault(row.rule_id, []).append(row)
    added = 0
    for values in packaged_rules():
        content = _content(values)
        versions = stored.get(values["rule_id"], [])
        packaged = [row for row in versions if row.origin == "packaged"]
        if packaged and all(getattr(packaged[-1], name) == content[name] for name in _CONTENT):
            continue
        added += _add_packaged(session, values["rule_id"], content, versions, now=now)
    session.flush()
    return added


def _add_packaged(session: Session, rule_id: str, content: dict[str, Any], versions: list[StoredRule], *, now: datetime) -> int:
    """Add a version; where the newest is an administrator's, repeat that one on top."""
    number = versions[-1].version + 1 if versions else 1
    session.add(_row(rule_id, number, content, origin="packaged", recorded_by="platform", now=now))
    if not versions or versions[-1].origin == "packaged":
        return 1
    local = versions[-1]
    kept = {name: getattr(local, name) for name in _CONTENT}
    repeated = _row(rule_id, number + 1, kept, origin="local", recorded_by=local.recorded_by, now=now)
    repeated.withdrawn = local.withdrawn
    session.add(repeated)
    return 1


def _content(values: Mapping[str, Any]) -> dict[str, Any]:
    content = {name: values[name] for name in _CONTENT}
    for name in ("effective_from", "effective_to"):
        content[name] = date.fromisoformat(content[name]) if content[name] else None
    return content


def _row(rule_id: str, version: int, content: Mapping[str, Any], *, origin: str, recorded_by: str, now: datetime) -> StoredRule:
    return StoredRule(
        rule_id=rule_id, version=version, origin=origin, recorded_at=now, recorded_by=recorded_by, withdrawn=False, **content
    )


def enter_rule(
    session: Session,
    *,
    rule_id: str,
    topic: str,
    params: Mapping[str, Any],
    legal_basis: str,
    precedence: int,
    recorded_by: str,
    now: datetime,
    jurisdiction: str = NATIONAL,
    channel: str | None = None,
    subject: str | None = None,
    effective_from: date | None = None,
    effective_to: date | None = None,
    confidence: str = "verified",
) -> StoredRule:
    """Enter a rule by hand, new or as the next version of one that stands; decisions keep the version they used."""
    content = {
        "topic": topic, "jurisdiction": jurisdiction, "channel": channel, "subject": subject,
        "effective_from": effective_from, "effective_to": effective_to, "params": dict(params),
        "legal_basis": legal_basis, "source": "local", "precedence": precedence, "confidence": confidence,
    }  # fmt: skip
    row = _row(rule_id, _newest_version(session, rule_id) + 1, content, origin="local", recorded_by=recorded_by, now=now)
    return _enter(session, row, action="rulebook.rule-entered")


def withdraw_rule(session: Session, *, rule_id: str, reason: str, recorded_by: str, now: datetime) -> StoredRule:
    """Stop following a rule from now on; its versions stay for the decisions that used them."""
    version = _newest_version(session, rule_id)
    last = session.get(StoredRule, (rule_id, version))
    if last is None:
        raise RuleUnknown(rule_id=rule_id)
    content = {**{name: getattr(last, name) for name in _CONTENT}, "legal_basis": reason}
    row = _row(rule_id, version + 1, content, origin="local", recorded_by=recorded_by, now=now)
    row.withdrawn = True
    return _enter(session, row, action="rulebook.rule-withdrawn")


def _enter(session: Session, row: StoredRule, *, action: str) -> StoredRule:
    session.add(row)
    session.flush()
    facts = {"version": row.version, "topic": row.topic, "params": row.params, "basis": row.legal_basis}
    audit.record(
        session,
        actor=row.recorded_by,
        action=action,
        object_kind="rule",
        object_id=row.rule_id,
        detail=facts,
        now=row.recorded_at,
    )
    return row


def _newest_version(session: Session, rule_id: str) -> int:
    return session.scalar(select(func.coalesce(func.max(StoredRule.version), 0)).where(StoredRule.rule_id == rule_id)) or 0
