"""What stands around a word: the rest of its entry, the entries beside it, its verb, the end of its sentence.

Each sign has a weight that was learnt from matches which persons read and judged; together they tell how likely the word means
something else here than it usually does.
"""

from collections.abc import Mapping
from functools import cache
from typing import Final

from supervision.kernel.packaged import table
from supervision.licensing.matching.reading.schemas import Deed

PACKAGE: Final = "supervision.licensing.matching"
MARKS: Final = ",、;:() "
REACH: Final = 8
CAP: Final = 12
LINE: Final = 20
NEAR: Final = (0, 3, 9, 24)
ALWAYS: Final = "*"
NEVER: Final = -100.0
REMEMBERED: Final = 150_000


class Surroundings:
    """The weights of signs, ready to be asked about any word; what an entry says is remembered, since entries repeat."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        self._weights = dict(weights)
        self._always = weights.get(ALWAYS, NEVER)
        self._remembered: dict[str, float] = {}

    def strangeness(self, text: str, start: int, end: int, item: str, deed: Deed | None) -> float:
        """Return the logarithm of the odds that a word does not mean the item where it stands; without weights nothing is strange.

        依据: 无；由人工判定过的比对结果统计得出。
        单位: 自然对数。
        错误: 无。
        """
        first, last = _entry(text, start, end)
        word, before, behind = text[start:end], text[first:start], text[end:last]
        key = item + before + MARKS + word + MARKS + behind
        said = self._remembered.get(key)
        if said is None:
            said = self._sum(_of_entry(item, word, before, behind))
            if len(self._remembered) < REMEMBERED:
                self._remembered[key] = said
        place = _of_place(text, first, last, item)
        return self._always + said + self._sum(place) + self._sum(_of_verb(text, start, end, item, deed))

    def _sum(self, signs: list[str]) -> float:
        weights = self._weights
        total = 0.0
        for sign in signs:
            total += weights.get(sign, 0.0)
        return total


@cache
def surroundings() -> Surroundings:
    """Return the weights that come with the package."""
    return Surroundings({row["sign"]: float(row["weight"]) for row in table(PACKAGE, "surroundings.csv")})


def signs(text: str, start: int, end: int, item: str, deed: Deed | None) -> list[str]:
    """Return what may speak for or against an item where `text[start:end]`, a word of a sentence, means it.

    依据: 无；由人工判定过的比对结果统计得出。
    单位: 字符位置。
    错误: 无。
    """
    first, last = _entry(text, start, end)
    of_entry = _of_entry(item, text[start:end], text[first:start], text[end:last])
    return [ALWAYS, *of_entry, *_of_place(text, first, last, item), *_of_verb(text, start, end, item, deed)]


def _of_entry(item: str, word: str, before: str, behind: str) -> list[str]:
    """Return the signs of a word and of the rest of its entry."""
    return [
        f"i{item}",
        f"w{word}",
        f"{item}{word}",
        f"R{behind[:REACH]}",
        f"L{before[-REACH:]}",
        f"1{behind[:1]}",
        f"2{behind[:2]}",
        f"3{behind[:3]}",
        f"4{before[-1:]}",
        f"5{before[-2:]}",
        f"6{before[-3:]}",
        f"7{behind[-1:]}",
        f"8{behind[-2:]}",
        f"9{behind[-3:]}",
        f"{word}>{behind[:2]}",
        f"{word}<{before[-2:]}",
        f"{item}>{behind[:2]}",
        f"{item}<{before[-2:]}",
        f"lw{min(len(word), CAP)}",
        f"lb{min(len(before), CAP)}",
        f"lr{min(len(behind), CAP)}",
    ]


def _of_place(text: str, first: int, last: int, item: str) -> list[str]:
    """Return the signs of what stands beside an entry and at the end of its sentence."""
    past, following = first, last
    while past and text[past - 1] in MARKS:
        past -= 1
    while following < len(text) and text[following] in MARKS:
        following += 1
    closing = text[-2:]
    return [
        f"n{text[following : following + 2]}",
        f"p{text[max(past - 2, 0) : past]}",
        f"t{closing}",
        f"{item}${closing}",
        f"m{text[first - 1 : first]}|{text[last : last + 1]}",
        f"ls{min(len(text) // LINE, CAP)}",
    ]


def _entry(text: str, start: int, end: int) -> tuple[int, int]:
    """Return where the entry around a word begins and ends."""
    length = len(text)
    while start and text[start - 1] not in MARKS:
        start -= 1
    while end < length and text[end] not in MARKS:
        end += 1
    return start, end


def _of_verb(text: str, start: int, end: int, item: str, deed: Deed | None) -> list[str]:
    """Return the signs of the verb that a word belongs to: which, on what side and how far; one of a heading stands nowhere."""
    if deed is None or not deed.tokens:
        return ["v"]
    verb = deed.tokens[0]
    said = verb.entry.text
    if text[verb.start : verb.end] != said:
        return ["v:"]
    side = "<" if verb.start < start else ">"
    gap = start - verb.end if verb.start < start else verb.start - end
    far = 0
    for reach in NEAR:
        far += gap > reach
    return [f"v{side}{said}", f"{item}v{side}{said}", f"d{side}{far}"]
