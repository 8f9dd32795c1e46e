"""Brackets: what stands in one says more of the word before it, or takes its item out again."""

from typing import Final

from supervision.licensing.matching.judging.schemas import Finding
from supervision.licensing.matching.reading.features import OF
from supervision.licensing.matching.reading.schemas import Fragment
from supervision.licensing.matching.vocabulary.features import Lexicon
from supervision.licensing.matching.vocabulary.schemas import Kind

TURNED: Final = 0.3
GRADES: Final = frozenset("0123456789")
CLASS: Final = "类"


def unqualified(results: list[Finding], lexicon: Lexicon) -> list[Finding]:
    """Leave out what only says more of the word before its bracket: 预包装食品（含熟食卤味）, 食用农产品（茶叶）."""
    return [finding for finding in results if finding.fragment.host is None or not _qualifies(finding, lexicon)]


def _qualifies(finding: Finding, lexicon: Lexicon) -> bool:
    item, fragment = finding.use.item, finding.fragment
    if fragment.host is None or not fragment.at:
        return False
    blocked = finding.use.actions and item in fragment.host.tokens[fragment.at - 1].entry.blocked
    if blocked and not any(token.kind is Kind.INCLUDE for token in fragment.tokens):
        return True
    host: Fragment | None = fragment.host
    while host is not None and fragment.at:
        before = host.tokens[fragment.at - 1].entry
        if any(item in lexicon.yields[use.item] for use in before.uses):
            return True
        fragment, host = host, host.host
    return False


def after_brackets(results: list[Finding], lexicon: Lexicon, text: str) -> list[Finding]:
    """Doubt a word whose own bracket takes the item out again: 职业技能培训（不包括需要许可的职业技能培训）."""
    taken = [finding for finding in results if not finding.certainty and finding.fragment.host is not None]
    for finding in results if taken else ():
        place = finding.fragment.tokens.index(finding.token) + 1
        if finding.certainty and any(_takes(one, finding, place, lexicon, text) for one in taken):
            finding.certainty = round(finding.certainty * TURNED, 3)
    return results


def _takes(denied: Finding, finding: Finding, place: int, lexicon: Lexicon, text: str) -> bool:
    """Tell whether a denied word in the bracket is the whole of the one before it: 农药（不含危化农药） leaves some."""
    if denied.fragment.host is not finding.fragment or denied.fragment.at != place or denied.use.item != finding.use.item:
        return False
    said = denied.token.entry.text
    named = text[denied.token.start : denied.token.end]
    if said in lexicon.classes[finding.use.item]:
        return (named == said or CLASS in named) and text[denied.token.end : denied.token.end + 1] not in GRADES
    sign = denied.denied_by
    if sign is denied.token:
        return False
    begins = sign.end if sign is not None and sign.end <= denied.token.start else denied.fragment.start
    before = text[begins : denied.token.start]
    return said.startswith(finding.token.entry.text) and (not before or before.endswith(OF))
