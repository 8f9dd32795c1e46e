"""Which rule holds: by the date that it attaches to, then by place, then by channel, then by rank."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from supervision.kernel.divisions import prefix, within

NATIONAL: Final = "CN"


@dataclass(frozen=True, slots=True)
class Rule:
    """One version of a rule; a decision stores `reference`."""

    rule_id: str
    version: int
    topic: str
    jurisdiction: str
    channel: str | None
    subject: str | None
    effective_from: date | None
    effective_to: date | None
    params: Mapping[str, Any]
    legal_basis: str
    source: str
    precedence: int
    confidence: str

    @property
    def reference(self) -> str:
        return f"{self.rule_id}@{self.version}"

    @property
    def is_sure(self) -> bool:
        """Tell whether somebody read the text that the rule rests on; a rule that is not sure is never applied unseen."""
        return self.confidence.startswith("verified") and "unsure" not in self.confidence


@dataclass(frozen=True, slots=True)
class Asked:
    """What a rule is wanted for; what is `None` does not narrow."""

    on: date
    jurisdiction: str = NATIONAL
    channel: str | None = None
    subject: str | None = None


def holds(rule: Rule, asked: Asked) -> bool:
    """Tell whether a rule applies to what is asked.

    依据: 立法法（法不溯及既往、地域效力）；规则附着日期由调用方给出，一般为决定日期。
    单位: 起止日期均含当日。
    错误: 不抛出。
    """
    begun = rule.effective_from is None or rule.effective_from <= asked.on
    ended = rule.effective_to is not None and rule.effective_to < asked.on
    here = rule.jurisdiction == NATIONAL or (asked.jurisdiction != NATIONAL and within(asked.jurisdiction, rule.jurisdiction))
    fits = _fits(rule.channel, asked.channel) and _fits(rule.subject, asked.subject)
    return begun and not ended and here and fits


def _fits(rule: str | None, asked: str | None) -> bool:
    return asked is None or rule is None or rule == asked


def applicable(rules: Iterable[Rule], asked: Asked) -> Sequence[Rule]:
    """Return the rules that hold, the one to follow first.

    依据: 立法法第八十七条以下；特别规定优于一般规定，同位阶新规定优于旧规定。
    单位: 规则的先后次序：地域越具体越先，指明渠道者先，位阶高者先，生效晚者先。
    错误: 不抛出；没有规则时为空。
    """
    return sorted((rule for rule in rules if holds(rule, asked)), key=_weight, reverse=True)


def _weight(rule: Rule) -> tuple[int, bool, bool, int, date, int]:
    specific = 0 if rule.jurisdiction == NATIONAL else len(prefix(rule.jurisdiction))
    named = (rule.channel is not None, rule.subject is not None)
    return (specific, *named, rule.precedence, rule.effective_from or date.min, rule.version)
