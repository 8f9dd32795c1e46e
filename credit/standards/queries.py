"""The rules of checking as the rulebook has them now."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from supervision.kernel.rulebook.queries import newest

TOPIC = "validation"
SCOPES = {"all": "全部", "法人": "法人表", "许可": "行政许可", "处罚": "行政处罚"}
ACTIONS = {
    "reject": ("退回", "bad"),
    "hold": ("暂存待确认", "warn"),
    "warn": ("提示", "info"),
    "block_channel": ("不公示", "info"),
    "hold/default": ("提示，按一般处理", "info"),
}


@dataclass(frozen=True, slots=True)
class CheckingRule:
    """One rule as the page tells it."""

    rule_id: str
    version: int
    scope: str
    condition: str
    action: str
    tone: str
    message: str
    since: date | None
    since_note: str
    until: date | None
    basis: str
    confidence: str


def checking_rules(session: Session) -> list[CheckingRule]:
    """Return the rules V01–V25 in the order of their numbers, each in its newest version."""
    found = []
    for rule in sorted(newest(session, topic=TOPIC), key=lambda rule: rule.rule_id):
        action, tone = ACTIONS.get(str(rule.params["action"]), (str(rule.params["action"]), "mute"))
        told = {name: str(rule.params.get(name) or "") for name in ("condition_cn", "message", "since_note", "scope")}
        found.append(
            CheckingRule(
                rule_id=rule.rule_id,
                version=rule.version,
                scope=SCOPES.get(told["scope"], told["scope"]),
                condition=told["condition_cn"] or told["message"],
                action=action,
                tone=tone,
                message=told["message"],
                since=rule.effective_from,
                since_note=told["since_note"],
                until=rule.effective_to,
                basis=rule.legal_basis,
                confidence=level(rule.confidence),
            )
        )
    return found


def level(words: str) -> str:
    """Return how sure a rule is as one of the three levels that pages show; the least sure word counts."""
    return next((name for name in ("unsure", "knowledge", "design") if name in words), "verified")
