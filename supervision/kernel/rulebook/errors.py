"""When the rulebook has no answer."""

from supervision.kernel.errors import DomainError


class NoRuleHolds(DomainError):
    """Nothing in the rulebook fits the date, place and channel."""

    code = "kernel.rulebook.no_rule_holds"
    message = "规则库中没有适用于 {on} 的“{topic}”规则"
    remedy = "请由管理员在规则库中补充，并注明依据"


class RulebookNotLoaded(DomainError):
    """The table of rules is empty."""

    code = "kernel.rulebook.not_loaded"
    message = "规则库尚未装载"
    remedy = "请运行 supervision rules load"
    http_status = 503


class RuleUnknown(DomainError):
    """A rule was to be changed that does not exist."""

    code = "kernel.rulebook.rule_unknown"
    message = "没有编号为“{rule_id}”的规则"
    remedy = "请核对规则编号"
    http_status = 404
