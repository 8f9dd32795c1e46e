"""Finding personal data in free text: numbers by their shape and check digit, addresses and names by the words around them.

What is found is proposed, and a person confirms; a miss would be public, a false alarm costs a click. The text is read with
full-width and other digits as plain ones, character by character, so that every place is the place in the text as written.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final
from unicodedata import normalize

from credit.publicity.masking.schemas import PersonalKind, Span
from credit.publicity.masking.vocabulary.features import (
    ADDRESS_WORDS,
    ESTATES,
    NO_NAMES,
    PERSON_WORDS,
    PROVINCES,
    ROLES,
    SAYS,
    SPOKEN,
    SURNAMES,
)
from supervision.kernel.identifiers import check_registration_number, check_uscc
from supervision.kernel.identifiers.resident import born_on, resident_check

_SIGNS = "".join(map(chr, SPOKEN))
_JOINTS = r"\s\-‐‑‒–—―−﹣·._\u00ad\u200b-\u200f\u2060\ufeff"
_GAP: Final = rf"[{_JOINTS}]{{0,4}}"
_WIDE: Final = rf"[{_JOINTS}/,()]{{0,4}}"
_APART: Final = rf"[{_JOINTS}/,()]{{1,4}}"
_CUT: Final = rf"[{_JOINTS}/()]{{0,4}}"
_BEFORE, _AFTER = r"(?<![0-9])", r"(?![0-9])"
_RESIDENT: Final = re.compile(rf"{_BEFORE}(?=([1-9](?:{_GAP}[0-9]){{16}}{_GAP}[0-9Xx]){_AFTER})")
_PARTED: Final = re.compile(rf"{_BEFORE}(?=([1-9](?:{_WIDE}[0-9]){{16}}{_WIDE}[0-9Xx]){_AFTER})")
_OLD: Final = re.compile(rf"{_BEFORE}(?=([1-9](?:{_GAP}[0-9]){{14}}){_AFTER})")
_OLD_PARTED: Final = re.compile(rf"(?:身份|证件)[^0-9,。;]{{0,10}}([1-9](?:{_WIDE}[0-9]){{14}}){_AFTER}")
_MOBILE: Final = re.compile(rf"{_BEFORE}(?=((?:\+?0{{0,2}}86{_GAP})?1{_GAP}[3-9](?:{_GAP}[0-9]){{9}}){_AFTER})")
_MOBILE_PARTED: Final = re.compile(
    rf"{_BEFORE}(1[3-9][0-9](?:{_APART}[0-9]{{4}}{_APART}[0-9]{{4}}|{_CUT}[0-9]{{8}}|[0-9]{{4}}{_CUT}[0-9]{{4}}|[0-9]{{3}}{_CUT}[0-9]{{5}})){_AFTER}"
)
_LANDLINE: Final = re.compile(
    rf"{_BEFORE}(?=(\(?0(?:10|2[0-9]|[3-9][0-9]{{2}})\)?{_GAP}[2-9](?:{_GAP}[0-9]){{6,7}}){_AFTER}"
    rf"|((?:\+|00)86{_GAP}\(?0?(?:10|2[0-9]|[3-9][0-9]{{2}})\)?{_GAP}[2-9](?:{_GAP}[0-9]){{6,7}}){_AFTER})"
)
_TELEPHONE: Final = re.compile(
    r"(?:电话|座机|手机|热线|传真|微信|QQ|联系方式|致电|拨打|来电)(?:号码?)?[为是]?[^0-9A-Za-z一-鿿]{0,3}([0-9][0-9\- ]{5,12}[0-9])(?![0-9])"
)
_CARD: Final = re.compile(rf"{_BEFORE}(?=([1-9](?:{_CUT}[0-9]){{15,18}}){_AFTER})")
_ACCOUNT: Final = re.compile(
    rf"(?:账号|帐号|卡号|账户|帐户|户号|银行卡)(?:号码?)?[^0-9一-鿿]{{0,4}}([0-9](?:{_GAP}[0-9*]){{7,29}}){_AFTER}"
)
_PASSPORT: Final = re.compile(
    r"(?<![0-9A-Za-z])((?:[EGDSPKHM][0-9]{8}|E[A-HJ-NP-Z][0-9]{7}|[HM][0-9]{10}|1[45][0-9]{7}))(?![0-9A-Za-z])"
)
_DOCUMENT: Final = re.compile(
    r"(?:身份证明?|公民身份|居民身份|护照|通行证|台胞证|回乡证|居留证|居住证|驾驶证|军官证|士兵证|社保卡|证件)"
    rf"(?:号码|编号|号)?[^0-9A-Za-z一-鿿]{{0,4}}(?:为|是)?[^0-9A-Za-z一-鿿]{{0,4}}([0-9A-Za-z](?:{_GAP}[0-9A-Za-z*]){{5,19}})(?![0-9A-Za-z])"
)
_EMAIL: Final = re.compile(
    r"[A-Za-z0-9][\w.+\-]{0,63}[ \t]{0,2}@[ \t]{0,2}[A-Za-z0-9\-]{1,63}(?:\.[A-Za-z0-9\-]{1,63})+", re.ASCII
)
_PLATE: Final = re.compile(
    rf"(?<![一-鿿])?([{PROVINCES}][A-HJ-NP-Z][·.\s]?(?=[A-HJ-NP-Z0-9]{{0,5}}[0-9])[A-HJ-NP-Z0-9]{{5,6}})(?![0-9A-Za-z])"
)
_ADDRESS: Final = re.compile(
    rf"(?:{ADDRESS_WORDS})(?:[:为于在是]|地址|地){{0,2}}\s*([^,。;、\n()\[\]]{{4,60}})(\n[^,。;、\n()\[\]]{{2,60}})?"
)
_TOLD: Final = re.compile(rf"[0-9{_SIGNS}](?:{_WIDE}[0-9{_SIGNS}]){{6,}}")
_COUNT = r"0-9一二三四五六七八九十百〇零"
_DWELLING: Final = re.compile(
    rf"((?:[一-鿿]{{2,12}}(?:省|自治区|市|州|盟))?(?:[一-鿿]{{1,8}}(?:区|县|市|旗))?[一-鿿]{{1,14}}"
    rf"(?:路|街|巷|弄|道|村|里|组|屯|{ESTATES})[{_COUNT}\-]{{0,8}}(?:弄|号|栋|幢|座|组|队)?[0-9A-Za-z一-鿿\-]{{0,16}}?[{_COUNT}]+(?:室|户|号)"
    rf"(?:[{_COUNT}A-Za-z\-]{{0,8}}(?:号楼|单元|楼|层|室|户|号|幢|栋|座))*)"
)
_HOME: Final = re.compile(rf"单元|(?:弄|{ESTATES}).*[室户]$")
_PLACE: Final = re.compile(r"[省市区县旗州镇乡村路街巷弄号室组栋幢屯庄寨道]")
_LEVEL: Final = r"[^路街巷弄号栋幢室楼小社0-9]"
_COUNTY: Final = re.compile(
    rf"(?:{_LEVEL}{{1,8}}?(?:省|自治区|特别行政区))?(?:{_LEVEL}{{1,9}}?(?:(?<![超门夜])市|自治州|地区|盟))?"
    rf"(?:{_LEVEL}{{1,9}}?(?:(?<![园厂校片院营景])区|县|(?<![超门夜])市|旗))?"
)
_NAME: Final = rf"(?:(?:{'|'.join(s for s in SURNAMES if len(s) > 1)})[一-鿿]{{1,2}}|[{''.join(s for s in SURNAMES if len(s) == 1)}][一-鿿]{{1,2}}|[一-鿿]{{1,8}}(?:·[一-鿿]{{1,10}})+)"
_END: Final = rf"(?=\s*(?:[,。;、:()\[\]\n\s/]|$|[男女]|身份|公民|居民|证件|电话|手机|联系|护照|系|以|于|在|的|与|和|及|因|未|将|持|驾|对|向|自|从|{SAYS}))"
_ROLE: Final = re.compile(rf"(?:{ROLES})(?:姓名)?[:为是]?\s*({_NAME}){_END}")
_SEX: Final = re.compile(
    rf"(?<![一-鿿])({_NAME})(?=\s*[,(、]?\s*[男女](?:[,。;、()]|性|$|\s))|(?:{PERSON_WORDS})({_NAME})(?=\s*[,(、]?\s*[男女])"
)
_CARRIED: Final = re.compile(rf"(?<![一-鿿])({_NAME})(?=\s*[,(、:]?\s*(?:公民|居民)?(?:身份证|身份号码|证件号|护照))")
_ABOUT_A_PERSON: Final = re.compile(r"[男女][,。;、()]|身份|公民|出生|汉族|其家|本人")
_SPACES: Final = re.compile(r"\s")
_WINDOW, _NEAR = 60, 14


@lru_cache(maxsize=8192)
def _single(character: str) -> str:
    """Return the plain form of a character where it is one character, such as a digit for a full-width one."""
    plain = normalize("NFKC", character)
    return plain if len(plain) == 1 else character


def plain(text: str) -> str:
    """Return the text with plain digits, letters and punctuation, each in its place."""
    if text.isascii():
        return text
    return text.translate({ord(character): _single(character) for character in set(text) if not character.isascii()})


def find(text: str, *, public_names: Sequence[str] = ()) -> list[Span]:
    """Return what looks like personal data, in order and without overlaps; public names are those of organisations."""
    return _without_overlaps(_found(plain(text), public_names))


def find_all(
    texts: Mapping[str, str | None], *, public_names: Sequence[str] = (), persons: Sequence[str] = ()
) -> dict[str, list[Span]]:
    """Return what is found in the texts of one decision; the names of its persons and those that one text gives away, in all."""
    found = {field: find(text, public_names=public_names) for field, text in texts.items() if text}
    names = {
        (texts[field] or "")[span.start : span.end]
        for field, spans in found.items()
        for span in spans
        if span.kind == PersonalKind.NAME
    } | {name for name in map(plain, persons) if name and not _is_covered(name)}
    if not names:
        return found
    return {
        field: _without_overlaps([*spans, *_again(plain(texts[field] or ""), names, public_names)])
        for field, spans in found.items()
    }


def county_end(address: str) -> int:
    """Return how many characters of an address lead down to its county and may stay."""
    met = _COUNTY.match(plain(address))
    return met.end() if met else 0


def _found(text: str, public_names: Sequence[str]) -> list[Span]:
    return [*_numbers(_figures(text)), *_addresses(text), *_names(text, public_names)]


def _figures(text: str) -> str:
    """Return the text with figures for numerals that are told one by one, as in a number, each in its place."""
    return _TOLD.sub(lambda met: met[0].translate(SPOKEN), text)


def _without_overlaps(spans: Sequence[Span]) -> list[Span]:
    """Join what overlaps: the whole is covered as what its longest part is."""
    joined: list[Span] = []
    for span in sorted(spans, key=lambda item: (item.start, -item.end)):
        if not joined or span.start >= joined[-1].end:
            joined.append(span)
            continue
        last = joined[-1]
        longest = max(last, span, key=lambda item: (item.end - item.start, item.certain))
        joined[-1] = Span(last.start, max(last.end, span.end), longest.kind, last.certain or span.certain)
    return joined


def _digits(text: str) -> str:
    return "".join(character for character in text if character.isascii() and character.isalnum()).upper()


def _numbers(text: str) -> Iterator[Span]:
    yield from _residents(text)
    yield from _telephones(text)
    yield from _accounts(text)
    for met in _DOCUMENT.finditer(text):
        yield Span(met.start(1), met.end(1), PersonalKind.DOCUMENT)
    for met in _PASSPORT.finditer(text):
        certain = (
            "证" in text[max(met.start() - _NEAR, 0) : met.start()] or "护照" in text[max(met.start() - _NEAR, 0) : met.start()]
        )
        yield Span(met.start(1), met.end(1), PersonalKind.DOCUMENT, certain)
    for met in _EMAIL.finditer(text):
        yield Span(met.start(), met.end(), PersonalKind.EMAIL)
    for met in _PLATE.finditer(text):
        yield Span(met.start(1), met.end(1), PersonalKind.PLATE, certain=False)


def _residents(text: str) -> Iterator[Span]:
    """A wrong check digit with a possible date of birth is a number with a slip: proposed, not certain."""
    for met in _RESIDENT.finditer(text):
        code = _digits(met[1])
        right = resident_check(code[:17]) == code[17]
        if (right or born_on(code) is not None) and not _is_credit_code(text, met.start(1), met.end(1)):
            yield Span(met.start(1), met.end(1), PersonalKind.RESIDENT, right and born_on(code) is not None)
    for met in _PARTED.finditer(text):
        code = _digits(met[1])
        if resident_check(code[:17]) == code[17] and born_on(code) is not None:
            yield Span(met.start(1), met.end(1), PersonalKind.RESIDENT)
    for met in (*_OLD.finditer(text), *_OLD_PARTED.finditer(text)):
        code = _digits(met[1])
        if born_on(code) is not None and not check_registration_number(code).ok:
            yield Span(met.start(1), met.end(1), PersonalKind.RESIDENT, certain=False)


def _is_credit_code(text: str, start: int, end: int) -> bool:
    """Tell whether the number is, or is part of, a credit code: those that begin like a resident number stay suspect."""
    while start > 0 and text[start - 1].isascii() and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end].isascii() and text[end].isalnum():
        end += 1
    return text[start:end].startswith("9") and check_uscc(text[start:end]).ok


def _telephones(text: str) -> Iterator[Span]:
    for met in (*_MOBILE.finditer(text), *_MOBILE_PARTED.finditer(text)):
        yield Span(met.start(1), met.end(1), PersonalKind.MOBILE)
    for met in _LANDLINE.finditer(text):
        start, end = met.span(met.lastindex or 1)
        yield Span(start, end, PersonalKind.LANDLINE, "电话" in text[max(start - _NEAR, 0) : start])
    for met in _TELEPHONE.finditer(text):
        yield Span(met.start(1), met.end(1), PersonalKind.LANDLINE)


def _accounts(text: str) -> Iterator[Span]:
    for met in _CARD.finditer(text):
        if luhn(_digits(met[1])) and not _is_credit_code(text, met.start(1), met.end(1)):
            yield Span(met.start(1), met.end(1), PersonalKind.ACCOUNT)
    for met in _ACCOUNT.finditer(text):
        yield Span(met.start(1), met.end(1), PersonalKind.ACCOUNT)


def luhn(digits: str) -> bool:
    """Tell whether a card number's last digit fits the others (ISO/IEC 7812-1)."""
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0  # noqa: PLR2004 - the method's own numbers


def _addresses(text: str) -> Iterator[Span]:
    for met in _ADDRESS.finditer(text):
        said = met[1].rstrip()
        if met[2] and not said[county_end(said) :]:
            said = met[1] + met[2].rstrip()
        if _PLACE.search(said) and said[county_end(said) :].strip("*"):
            yield Span(met.start(1), met.start(1) + len(said), PersonalKind.ADDRESS)
    yield from _dwellings(text)


def _dwellings(text: str) -> Iterator[Span]:
    """Rooms where somebody lives: read without the blanks and the ends of lines that may stand inside."""
    places = [place for place, sign in enumerate(text) if not _SPACES.match(sign)]
    close = text if len(places) == len(text) else "".join(text[place] for place in places)
    for met in _DWELLING.finditer(close):
        before = close[max(met.start() - _WINDOW, 0) : met.start()]
        if _HOME.search(met[1]) or _ABOUT_A_PERSON.search(before):
            yield Span(places[met.start(1)], places[met.end(1) - 1] + 1, PersonalKind.ADDRESS, certain=False)


def _names(text: str, public_names: Sequence[str]) -> list[Span]:
    inside = _places(text, public_names)
    spans = [
        Span(met.start(group), met.end(group), PersonalKind.NAME, pattern is not _ROLE)
        for pattern in (_ROLE, _SEX, _CARRIED)
        for met in pattern.finditer(text)
        for group in range(1, pattern.groups + 1)
        if met[group] and not _is_covered(met[group]) and not met[group].startswith(NO_NAMES)
    ]
    return [span for span in spans if not any(start <= span.start and span.end <= end for start, end in inside)]


def _is_covered(name: str) -> bool:
    return "某" in name


def _places(text: str, names: Sequence[str]) -> list[tuple[int, int]]:
    return [(met.start(), met.end()) for name in names if name for met in re.finditer(re.escape(plain(name)), text)]


def _again(text: str, names: set[str], public_names: Sequence[str]) -> list[Span]:
    """Return where names that were found once stand again."""
    inside = _places(text, public_names)
    return [
        Span(start, end, PersonalKind.NAME, certain=False)
        for start, end in _places(text, sorted(names))
        if not any(first <= start and end <= last for first, last in inside)
    ]
