"""严重程度: what the deciding body states prevails; else the dated table of classes, and where it is unsure a person decides."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from credit.publicity.schemas import Matter
from credit.publicity.severity.schemas import Judged
from credit.reporting.states import Severity
from supervision.kernel.divisions import prefix
from supervision.kernel.rulebook.rules import NATIONAL, Asked, Rule, applicable

TOPIC: Final = "severity"
FIELDS: Final = "publicity_field"
STATED: Final = "stated"
_SEPARATORS: Final = re.compile(r"[;；,，、|/+\s]+")
_LAST: Final = 1_000


def kinds_of(category: str) -> frozenset[str]:
    """Return the kinds of a penalty as they are written together; `其他-…` stays as written.

    依据: 双公示数据标准填报说明（多个处罚类别以中文分号连接）。
    单位: 无。
    错误: 不抛出；空白时为空集。
    """
    return frozenset(part for part in _SEPARATORS.split(category) if part)


def field_of(matter: Matter, fields: Sequence[Rule]) -> frozenset[str]:
    """Return the fields of supervision that a decision belongs to, by the law that it rests on.

    依据: 国家发展改革委令第58号第十九条、第二十条（食品、药品、特种设备、安全生产、消防）。
    单位: 无；可同属几个领域，从长计算。
    错误: 不抛出；认不出时为空集。
    """
    held = applicable(fields, Asked(matter.decided_on))
    return frozenset(
        str(rule.params["field"])
        for rule in held
        if any(word in matter.basis or word in matter.violation for word in rule.params["words"])
    )


def matches(when: Mapping[str, Any], matter: Matter, *, severity: str | None, fields: Iterable[str]) -> bool:
    """Tell whether a decision meets the conditions of a row; no condition is met by every decision.

    依据: 规则库 params.when。
    单位: 金额为万元，at_least 含本数，below 不含本数。
    错误: UnknownCondition（条件名写错时不得当作满足）。
    """
    kinds = kinds_of(matter.category)
    amount = matter.amount or Decimal(0)
    tests: dict[str, Callable[[Any], bool]] = {
        "procedure": lambda value: matter.procedure == value,
        "severity": lambda value: severity in value,
        "only_kinds": lambda value: bool(kinds) and kinds <= frozenset(value),
        "any_kinds": lambda value: bool(kinds & frozenset(value)),
        "fields": lambda value: bool(frozenset(fields) & frozenset(value)),
        "fine_at_least": lambda value: amount >= Decimal(str(value)),
        "fine_below": lambda value: amount < Decimal(str(value)),
    }
    if not when.keys() <= tests.keys():
        raise UnknownCondition(", ".join(sorted(when.keys() - tests.keys())))
    return all(tests[name](value) for name, value in when.items())


class UnknownCondition(ValueError):
    """A row of the rulebook names a condition that nobody can test."""


def first_match(
    rules: Iterable[Rule], matter: Matter, *, channel: str | None, severity: str | None, fields: Iterable[str]
) -> Rule | None:
    """Return the row that a decision falls under: the nearest place first, then the order of the rows.

    依据: 立法法（地域效力、特别优于一般）；行的先后见 params.order。
    单位: 规则附着于决定日期。
    错误: UnknownCondition；没有适用的行时为空。
    """
    held = applicable(rules, Asked(matter.decided_on, matter.division, channel))
    fitting = [rule for rule in held if _fits(rule, matter, severity=severity, fields=fields)]
    return min(fitting, key=lambda rule: (-_nearness(rule), int(rule.params.get("order", _LAST))), default=None)


def _fits(rule: Rule, matter: Matter, *, severity: str | None, fields: Iterable[str]) -> bool:
    when = rule.params.get("when")
    return when is not None and matches(when, matter, severity=severity, fields=fields)


def _nearness(rule: Rule) -> int:
    return 0 if rule.jurisdiction == NATIONAL else len(prefix(rule.jurisdiction))


def judge(matter: Matter, rules: Sequence[Rule], *, fields: Iterable[str]) -> Judged:
    """Say how severe a decision is.

    依据: 粤发改信用函〔2018〕4541号（八）（作出决定的机关应当注明，未注明按一般）；国家发展改革委令第36号（分为轻微、一般、严重）。
    单位: 无。
    错误: UnknownCondition。
    """
    if matter.stated:
        return Judged(Severity(matter.stated), STATED, matter.stated_basis or "作出决定的机关注明")
    rule = first_match(rules, matter, channel=None, severity=None, fields=fields)
    if rule is None:
        return Judged(Severity.GENERAL, "", "未注明严重程度，按一般")
    said = Severity(str(rule.params["severity"]))
    if rule.is_sure or said == Severity.GENERAL:
        return Judged(said, rule.reference, rule.legal_basis)
    return Judged(Severity.GENERAL, rule.reference, f"{rule.legal_basis}（待确认）", said)
