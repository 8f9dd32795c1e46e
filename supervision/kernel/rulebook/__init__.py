"""Rules as dated data (规则库): chosen by date, then place, then channel, then rank."""

from supervision.kernel.rulebook.queries import codes, rule_version, select_rules, the_rule
from supervision.kernel.rulebook.rules import Rule

__all__ = ["Rule", "codes", "rule_version", "select_rules", "the_rule"]
