"""The rules as they stand: of each rule its newest version, unless that one withdraws it."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from supervision.kernel.rulebook.errors import NoRuleHolds, RulebookNotLoaded
from supervision.kernel.rulebook.models import StoredRule
from supervision.kernel.rulebook.rules import NATIONAL, Asked, Rule, applicable


def newest(session: Session, *, topic: str) -> list[Rule]:
    """Return the rules of a topic in their newest versions."""
    wanted = select(StoredRule).where(StoredRule.topic == topic).order_by(StoredRule.version)
    rows = {row.rule_id: row for row in session.scalars(wanted)}
    if not rows and session.scalars(select(StoredRule).limit(1)).first() is None:
        raise RulebookNotLoaded
    return list(_as_rules(row for row in rows.values() if not row.withdrawn))


def select_rules(
    session: Session,
    *,
    topic: str,
    on: date,
    jurisdiction: str = NATIONAL,
    channel: str | None = None,
    subject: str | None = None,
) -> Sequence[Rule]:
    """Return the rules of a topic that hold, the one to follow first."""
    return applicable(newest(session, topic=topic), Asked(on, jurisdiction, channel, subject))


def the_rule(
    session: Session,
    *,
    topic: str,
    on: date,
    jurisdiction: str = NATIONAL,
    channel: str | None = None,
    subject: str | None = None,
) -> Rule:
    """Return the rule to follow or raise `NoRuleHolds`."""
    found = select_rules(session, topic=topic, on=on, jurisdiction=jurisdiction, channel=channel, subject=subject)
    if not found:
        raise NoRuleHolds(topic=topic, on=on)
    return found[0]


def rule_version(session: Session, *, rule_id: str, version: int) -> Rule:
    """Return the very version that a decision used."""
    row = session.get(StoredRule, (rule_id, version))
    if row is None:
        raise NoRuleHolds(topic=rule_id, on=f"第 {version} 版")
    return next(_as_rules([row]))


def codes(session: Session, *, topic: str, on: date, code_set: str | None = None) -> dict[str, str]:
    """Return a code list as it stood on a day: code to name."""
    rules = select_rules(session, topic=topic, on=on, subject=code_set)
    return {
        str(rule.params["code"]): str(rule.params.get("name_cn") or rule.params.get("ground_cn")) for rule in reversed(rules)
    }


def _as_rules(rows: Iterable[StoredRule]) -> Iterator[Rule]:
    return (Rule(**{name: getattr(row, name) for name in Rule.__slots__}) for row in rows)
