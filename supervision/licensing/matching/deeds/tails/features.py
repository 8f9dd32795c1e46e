"""The verbs and things that a word shares its entry with."""

from collections.abc import Sequence
from typing import Final

from supervision.licensing.matching.phrases.features import pure, union
from supervision.licensing.matching.reading.schemas import Deed, Fragment, Token
from supervision.licensing.matching.vocabulary.schemas import Kind
from supervision.licensing.matching.works.features import ADVERTISING, WORKS

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
KINDRED: Final = ({"设计", "勘查"}, {"代理", "中介", "经纪"}, {"检测", "测试"}, {"培训"})
OWN: Final = 1.0
BLOCKED: Final = Deed(frozenset(), (), 0.0, turned=True)
SERVING: Final = frozenset({"服务"})
SELLING: Final = frozenset({"销售", "零售", "批发"})
# Verbs that stand before what they are done to.
FOR_THEM: Final = frozenset({"代办", "代订", "代定"})
SPEAKING: Final = frozenset({Kind.ACTION, Kind.WORD})
ACTION: Final = Kind.ACTION
WORD: Final = Kind.WORD
PHRASE: Final = Kind.PHRASE
FOR: Final = "为"
ADVICE: Final = frozenset({"咨询", "管理", "代理", "策划", "广告", "中介", "投资"})
HAULED: Final = ("货运", "道路货物运输", "道路普通货物运输", "普通货物运输")
PROJECT: Final = "项目"
OF: Final = "的"
WORKED: Final = frozenset({"施工", "设计", "勘查", "安装", "检测"})
NOUN: Final = Kind.NOUN


def own_tail(fragment: Fragment, following: int) -> Deed | None:
    """Return the verbs behind a place in the same fragment; a noun there makes it another thing altogether."""
    if following >= len(fragment.tokens):
        return None
    tail: list[Token] = []
    tokens = fragment.tokens
    for at in range(following, len(tokens)):
        token = tokens[at]
        if token.entry.text in FOR_THEM and _takes_what_follows(fragment, at):
            break
        if token.kind is NOUN and token.entry.text == PROJECT and _works_on(tokens, at):
            continue
        if token.kind is NOUN or token.entry.thing or (token.entry.text == ADVERTISING and _adjoins(fragment, token)):
            return BLOCKED
        if token.kind in SPEAKING and token.entry.actions and not _tells(tokens, at, following):
            tail.append(token)
    if not tail:
        return None
    last = _last(tail)
    if last.entry.actions <= TURNING:
        return Deed(last.entry.actions, (last,), OWN, turned=True)
    return Deed(union(tail), tuple(tail), OWN)


def _works_on(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether a project is but the works before it, on which something is done: 环保工程项目的设计."""
    before = tokens[at - 1] if at else None
    behind = at + 1
    if behind < len(tokens) and tokens[behind].entry.text == OF:
        behind += 1
    done = behind < len(tokens) and tokens[behind].kind is ACTION and tokens[behind].entry.actions <= WORKED
    return done and before is not None and before.entry.text.endswith(WORKS)


def _tells(tokens: Sequence[Token], at: int, following: int) -> bool:
    """Tell whether a verb behind others only tells of the goods behind it: 房地产开发、销售本公司开发的商品房."""
    if at + 2 >= len(tokens) or tokens[at + 1].entry.text != OF or tokens[at + 1].start != tokens[at].end:
        return False
    if not any(token.entry.actions for token in tokens[max(0, following - 1) : at]):
        return False
    return tokens[at + 2].kind is WORD and not tokens[at + 2].entry.actions


def kindred(own: frozenset[str], said: frozenset[str]) -> bool:
    """Tell whether a service is followed by its own kind, which turns it to nothing else: 勘察设计, 居间代理, 质量检验检测."""
    return bool(own and said) and any(said <= kind and own & kind for kind in KINDRED)


def _takes_what_follows(fragment: Fragment, place: int) -> bool:
    """Tell whether a verb begins what is said of another thing, with no mark between: 普通货运代办车辆入户."""
    end = fragment.tokens[place].end
    behind = fragment.tokens[place + 1] if place + 1 < len(fragment.tokens) else None
    if behind is not None and behind.start == end:
        return behind.kind is Kind.WORD
    return end < fragment.end - fragment.inside


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


def apart(text: str, fragment: Fragment, closing: Deed, between: Sequence[Fragment]) -> bool:
    """Tell whether what ends a list is an entry of its own: 茶叶，商务信息咨询; 糖果、汽车货运; 粮油、为客户代理收费."""
    if text.startswith(FOR, fragment.start):
        return True
    first = fragment.tokens[0] if fragment.tokens else None
    if first is not None and first is closing.tokens[0] and first.start == fragment.start and first.kind is WORD:
        return first.entry.text.endswith(HAULED)
    if not closing.actions <= ADVICE or pure(fragment) or OF in text[fragment.start : closing.tokens[-1].start]:
        return False
    return any(one.separator is PHRASE for one in between)
