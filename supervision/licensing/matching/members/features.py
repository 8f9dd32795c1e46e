"""Telling what a co-operative trades from what its members did with it: 收购、销售成员种植的花卉，养殖的家禽."""

import re
from typing import Final

Found = tuple[int, int, int]
OF: Final = "的"
MEMBERS: Final = ("成员", "社员", "农户")
_DONE: Final = "种植|养殖|种养殖|种养|饲养|生产|加工|初加工|繁育|繁殖|养植|栽培|捕捞|采集|培育|养[猪牛羊鸡鸭鹅鱼虾蜂兔]"
DONE_BY_THEM: Final = re.compile(rf"(?:(?:{_DONE})[、,和及或与]?)+(?:出栏|出塘|产出|得|出)?的(?!销售|收购|购销|服务|技术)")
NEEDED: Final = re.compile(r"(?:成员|社员|农户|与)[^;:,、与及]{0,16}(?<![及和与])(?:所需|有关|相关)的?")
TRADED: Final = re.compile("收购|销售|购销|运销|代销")
NEEDED_FOR: Final = re.compile("(?:采购|购买|供应|代购|销售|提供)([^;:,、]{2,14}(?:生产|种植|养殖|加工|饲养|经营))所需")
OWN_NEED: Final = re.compile("(?:公司|企业|本厂)(生产(?:、?科研)?、?)所需")
MADE_BY: Final = re.compile(
    "(?:销售|经营|批发|零售|经销)[^;:,、]{0,6}(?:公司|企业|本厂|工厂)(?:自行)?((?:生产|加工|制造)、?)的"
)
SERVED: Final = re.compile("(?<![行作因])为(?![^;:,]{0,20}招[徕揽])[^;:,]{2,60}?提供")


def own_words(text: str, found: list[Found]) -> list[Found]:
    """Return the words of a sentence without what only says for which other activity something is needed, or who grew it."""
    if "所需" in text or "有关" in text or "相关" in text or "提供" in text:
        spans = [place.span() for pattern in (NEEDED, SERVED) for place in pattern.finditer(text)]
        spans += [place.span(1) for pattern in (NEEDED_FOR, OWN_NEED) for place in pattern.finditer(text)]
        found = [one for one in found if not _within(one, spans)] if spans else found
    if OF in text:
        spans = [place.span(1) for place in MADE_BY.finditer(text)]
        found = [one for one in found if not _within(one, spans)] if spans else found
    return traded(text, found)


def traded(text: str, found: list[Found]) -> list[Found]:
    """Return the words of a sentence without the verbs that only tell how members came by what is traded."""
    if OF not in text or not any(name in text for name in MEMBERS):
        return found
    trade = TRADED.search(text)
    if trade is None:
        return found
    spans = [place.span() for place in DONE_BY_THEM.finditer(text, trade.end())]
    return [one for one in found if not _within(one, spans)] if spans else found


def _within(one: Found, spans: list[tuple[int, int]]) -> bool:
    return any(start <= one[1] and one[2] <= end for start, end in spans)
