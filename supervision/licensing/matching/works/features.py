"""Telling what turns all works of a list from what turns another thing beside them."""

from typing import Final

from supervision.licensing.matching.reading.schemas import Deed, Fragment, Token
from supervision.licensing.matching.vocabulary.schemas import Kind

WORKS: Final = "工程"
OF: Final = "的"
SEPARATING: Final = "、,;和与及或并("
DESIGNING: Final = frozenset({"设计"})
SUPERVISING: Final = frozenset({"监理"})
SUPERVISION: Final = frozenset({"工程监理", "建设工程监理", "工程建设监理"})
TESTING: Final = frozenset({"检测", "测试"})
ADVISING: Final = frozenset({"咨询", "研发"})
GENERAL: Final = (WORKS, "建设工程", "工程建设", "建筑工程技术", "建筑工程咨询")
ADVERTISING: Final = "广告"
OF_PRODUCTS: Final = frozenset({"研发", "生产", "销售", "加工", "服务", "设计", "维修"})
DEVELOPED: Final = frozenset({"研发", "销售"})
MADE: Final = "生产"


def speaks_for_works(text: str, actions: frozenset[str], last: Token) -> bool:
    """Tell whether the verb of the last works speaks for those before it too: 市政工程、公路工程监理, not 市政工程、工程监理."""
    if actions <= ADVISING:
        return WORKS in (entry := _entry(text, last)) and not entry.startswith(GENERAL)
    if actions <= TESTING:
        return WORKS in _entry(text, last)
    return actions <= DESIGNING or (actions <= SUPERVISING and _entry(text, last) not in SUPERVISION)


def _entry(text: str, token: Token) -> str:
    """Return what stands between the last separator and the end of a token."""
    return text[max(text.rfind(mark, 0, token.start) for mark in SEPARATING) + 1 : token.end]


def designs_another_thing(text: str, found: Deed) -> bool:
    """Tell whether what is designed at the end of a list is no works like those before it: 装饰工程、平面设计."""
    if not found.actions & DESIGNING or not found.tokens:
        return False
    first = found.tokens[0]
    own = _entry(text, first)
    if WORKS in own or OF in own:
        return False
    return first.kind is not Kind.ACTION or first.entry.text == ADVERTISING or own != first.entry.text


def of_goods(text: str, fragment: Fragment, found: Deed) -> bool:
    """Tell whether works stand in a list of goods that are developed and made: 自动化工程、控制设备的开发、生产."""
    works = bool(fragment.tokens) and fragment.tokens[-1].entry.text.endswith(WORKS)
    if text[found.tokens[0].start - 1] != OF:
        return False
    return works if MADE in found.actions else found.actions >= DEVELOPED
