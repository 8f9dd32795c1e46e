"""Reading classes: 医疗器械（二、三类）, 三类、二类：…, Ⅰ、Ⅱ类医疗器械 are each one word, whatever the order and the marks."""

import re
from collections.abc import Iterator
from operator import itemgetter
from typing import Final

from supervision.licensing.matching.vocabulary.features import Lexicon
from supervision.licensing.matching.vocabulary.schemas import Kind

Found = tuple[int, int, int]
CLASS: Final = "类"
DEVICE: Final = "械"
MEDICAL: Final = re.compile("医|眼|诊断|植入|介入|手术|临床|口腔|注射|理疗|康复|68[0-9]")
_NUMBER: Final = "第?(?:[一二三123]|I{1,3})"
_GRADES: Final = rf"{_NUMBER}类?(?:(?:以及|[、,和及或与何.至/\\ -])?{_NUMBER}类?)*"
_NAMED: Final = "(?:医疗|医用)(?:器械|设备|器材|用品|器具|耗材)"
# A class that only begins a bracket of several: 医疗器械（第一类医疗器械、第二类医疗器械）.
_OTHERS: Final = rf"类?{_NAMED}[、,和及与]{_NUMBER}类"
_GOVERNED: Final = "68|植入|介入|注射|体外|一次性|物理|普通|临床|基础|矫形|神经|眼科|口腔|手术|中医|医用|软件|胸腔|腹部"
GRADED: Final = re.compile(
    rf"{_NAMED}[(:]?(?:仅?限|只限|含|包括)?(?P<behind>{_GRADES})(?![个项批次层级家]|{_OTHERS})\)?的?"
    rf"|(?P<before>{_GRADES})(?P<named>的?{_NAMED})"
    rf"|(?P<alone>{_GRADES})(?=$|[:(),、.]|及|零售|批发|销售|经营|的销售|{_GOVERNED})"
)
_ONE: Final = re.compile("[一二三123]|I{1,3}")
_VALUE: Final = {"一": 1, "1": 1, "I": 1, "二": 2, "2": 2, "II": 2, "三": 3, "3": 3, "III": 3}
_GOVERNS: Final = re.compile(rf"[:(]|{_GOVERNED}")
_HEADS: Final = re.compile(rf"[:(](?:{_GOVERNED})")
FEWEST: Final = 2
ROMAN: Final = "I"
NOUN: Final = Kind.NOUN
SEPARATED: Final = re.compile("[、,:;()及和与]")
ENDS: Final = "、,;)及和销零批经"
Reach = tuple[int, int, int, int]


def graded(text: str, found: list[Found], lexicon: Lexicon) -> list[Found]:
    """Return the words of a sentence with each naming of classes as one word, and the devices it governs as of its class."""
    if DEVICE not in text and (CLASS not in text or not MEDICAL.search(text)):
        return found
    reaches = [reach for place in GRADED.finditer(text) for reach in _reaches(text, place, lexicon)]
    return _joined(text, found, reaches, lexicon) if reaches else found


def _reaches(text: str, place: re.Match[str], lexicon: Lexicon) -> Iterator[Reach]:
    said = place["behind"] or place["before"] or place["alone"]
    numbers = _ONE.findall(said)
    number = lexicon.grades.get(frozenset(_VALUE[one] for one in numbers))
    short = ROMAN in said if place["before"] else bool(place["behind"]) and len(numbers) >= FEWEST
    if number is None or not (CLASS in said or short):
        return
    start, end = place.span()
    whole = place[0]
    if whole.endswith(")") and "(" not in whole:
        end -= 1
    elif "(" in whole and not whole.endswith(")"):
        yield number, start, start + whole.index("("), 0
        start = place.start("behind")
    governs = _HEADS if place["named"] else _GOVERNS
    yield number, start, end, _until(text, end) if governs.match(text, end) else 0


def _until(text: str, start: int) -> int:
    """Return how far a class governs what is listed behind it: to the end of its bracket, or of the sentence."""
    if text[start] != "(":
        return len(text)
    depth = 0
    for place in range(start, len(text)):
        depth += (text[place] == "(") - (text[place] == ")")
        if not depth:
            return place
    return len(text)


def _joined(text: str, found: list[Found], reaches: list[Reach], lexicon: Lexicon) -> list[Found]:
    joined = [(number, start, end) for number, start, end, _reach in reaches]
    place = -1
    for one in found:
        while place + 1 < len(reaches) and reaches[place + 1][1] < one[2]:
            place += 1
        number, _start, end, until = reaches[place] if place >= 0 else (0, 0, 0, 0)
        if one[1] >= end:
            named = one[1] < until and (one[0] in lexicon.devices or _names(text, end, one, lexicon))
            joined.append((number, one[1], one[2]) if named else one)
    return sorted(joined, key=itemgetter(1))


def _names(text: str, end: int, one: Found, lexicon: Lexicon) -> bool:
    """Tell whether a word is the thing that the first entry behind a class ends with: 三类医用光学器具."""
    return lexicon.kinds[one[0]] is NOUN and SEPARATED.search(text, end, one[1]) is None and text[one[2] : one[2] + 1] in ENDS
