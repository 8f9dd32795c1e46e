"""The verbs and things that a word shares its entry with."""

from collections.abc import Sequence
from typing import Final

from supervision.licensing.matching.phrases.features import union
from supervision.licensing.matching.reading.schemas import Deed, Fragment, Token
from supervision.licensing.matching.vocabulary.schemas import Kind
from supervision.licensing.matching.works.features import ADVERTISING

TURNING: Final = frozenset(
    {
        "咨询",
        "管理",
        "策划",
        "投资",
        "代理",
        "研发",
        "设计",
        "培训",
        "广告",
        "检测",
        "测试",
        "招商",
        "监理",
        "勘查",
        "中介",
        "使用",
        "消毒",
        "测量",
        "联络",
    }
)
OWN: Final = 1.0
BLOCKED: Final = Deed(frozenset(), (), 0.0, turned=True)
SERVING: Final = frozenset({"服务"})
SELLING: Final = frozenset({"销售", "零售", "批发"})
SPEAKING: Final = frozenset({Kind.ACTION, Kind.WORD})
ACTION: Final = Kind.ACTION
NOUN: Final = Kind.NOUN


def own_tail(fragment: Fragment, following: int) -> Deed | None:
    """Return the verbs behind a place in the same fragment; a noun there makes it another thing altogether."""
    if following >= len(fragment.tokens):
        return None
    tail: list[Token] = []
    for token in fragment.tokens[following:]:
        if token.kind is NOUN or token.entry.thing or (token.entry.text == ADVERTISING and _adjoins(fragment, token)):
            return BLOCKED
        if token.kind in SPEAKING and token.entry.actions:
            tail.append(token)
    if not tail:
        return None
    last = _last(tail)
    if last.entry.actions <= TURNING:
        return Deed(last.entry.actions, (last,), OWN, turned=True)
    return Deed(union(tail), tuple(tail), OWN)


def _adjoins(fragment: Fragment, token: Token) -> bool:
    """Tell whether a word stands right behind the one that means an item: 影院广告, not 餐饮 广告."""
    at = fragment.tokens.index(token)
    before = fragment.tokens[at - 1] if at else None
    return before is not None and before.end == token.start and before.entry.serves


def _last(tail: Sequence[Token]) -> Token:
    """Return the verb that counts: in 检测服务 it is 检测."""
    return next((token for token in reversed(tail) if token.entry.actions != SERVING), tail[-1])


def sold_before(fragment: Fragment, at: int) -> Deed | None:
    """Return the sale right before goods, whatever unknown stands in front of it: 在门店内零售卷烟."""
    before = fragment.tokens[at - 1]
    if at >= len(fragment.tokens) or before.end != fragment.tokens[at].start or before.kind is not ACTION:
        return None
    return Deed(before.entry.actions, (before,), OWN) if before.entry.actions <= SELLING else None
