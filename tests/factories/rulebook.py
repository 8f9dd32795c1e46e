"""The packaged rules as values, for rules that ask no database."""

from datetime import date

from supervision.kernel.rulebook.packaged import packaged_rules
from supervision.kernel.rulebook.rules import Rule


def of_topic(topic: str) -> list[Rule]:
    """Return the packaged rules of a topic in their first version."""
    return [
        Rule(**{**row, "version": 1, "effective_from": _day(row["effective_from"]), "effective_to": _day(row["effective_to"])})
        for row in packaged_rules()
        if row["topic"] == topic
    ]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
