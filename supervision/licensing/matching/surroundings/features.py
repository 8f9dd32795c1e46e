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
NEAR: Final = (0, 3, 9, 24)
ALWAYS: Final = "*"
NEVER: Final = -100.0
Ends = tuple[str, str, str, str, str]
AT_HOME: Final = -2.2
REMEMBERED: Final = 150_000


class Surroundings:
    """The weights of signs, ready to be asked about any word; what an entry says is remembered, since entries repeat."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        self._weights = dict(weights)
        self._always = weights.get(ALWAYS, NEVER)
        self._remembered: dict[Ends, float] = {}

    def strangeness(self, text: str, start: int, end: int, item: str, deed: Deed | None) -> float:
        """Return the logarithm of the odds that a word does not mean the item where it stands; without weights nothing is strange.

        Where its own entry says that it is at home, what stands beside that is not looked at: of 1,239 words in 20,000 scopes that
        were strange 8 were passed over so.

        依据: 无；由人工判定过的比对结果统计得出。
        单位: 自然对数。
        错误: 无。
        """
        entry = _entry(text, start, end)
        ends = _ends(text, start, end, entry, item)
        said = self._remembered.get(ends)
        if said is None:
            said = self._sum(_of_entry(*ends))
            if len(self._remembered) < REMEMBERED:
                self._remembered[ends] = said
        said += self._always
        if said < AT_HOME:
            return said
        return said + self._sum(_of_place(text, entry, item)) + self._sum(_of_verb(text, start, end, item, deed))

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
    entry = _entry(text, start, end)
    of_entry = _of_entry(*_ends(text, start, end, entry, item))
    return [ALWAYS, *of_entry, *_of_place(text, entry, item), *_of_verb(text, start, end, item, deed)]


def _ends(text: str, start: int, end: int, entry: tuple[int, int], item: str) -> Ends:
    """Return an item, its word, the two characters on each side of it, and the two that the entry ends with."""
    first, last = entry
    before, behind = text[max(first, start - 2) : start], text[end : min(end + 2, last)]
    return item, text[start:end], before, behind, text[max(end, last - 2) : last]


def _of_entry(item: str, word: str, before: str, behind: str, last: str) -> list[str]:
    """Return the signs of a word and of its entry."""
    return [
        f"i{item}",
        f"w{word}",
        f"{item}{word}",
        f"1{behind[:1]}",
        f"2{behind}",
        f"4{before[-1:]}",
        f"5{before}",
        f"7{last[-1:]}",
        f"8{last}",
        f"{word}>{behind}",
        f"{word}<{before}",
        f"{item}>{behind}",
        f"{item}<{before}",
    ]


def _of_place(text: str, entry: tuple[int, int], item: str) -> list[str]:
    """Return the signs of what stands beside an entry and at the end of its sentence."""
    first, last = past, following = entry
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
