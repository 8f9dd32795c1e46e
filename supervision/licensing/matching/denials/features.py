"""Marking the words that a scope names only to leave them out."""

import re
from collections.abc import Iterable
from typing import Final

from supervision.licensing.matching.reading.schemas import Fragment, Reading, Token
from supervision.licensing.matching.vocabulary.schemas import Kind

ENDING: Final = frozenset({Kind.CONTRAST, Kind.BACKWARD})
INVESTED: Final = "投资"
INVESTING: Final = re.compile(r"(?:^|[;,、:( ]|资金|资产|资本|从事)对([^;:]{2,150}?)投资")
NEAR: Final = frozenset("非无未免")
FAR_REACHING: Final = "不得"
EXCEPT: Final = "除"
# Bound once: looking a member up in its class costs more than all the rest of a comparison.
ACTION: Final = Kind.ACTION
BACKWARD: Final = Kind.BACKWARD
FORWARD: Final = Kind.FORWARD
INCLUDE: Final = Kind.INCLUDE
LIST: Final = Kind.LIST
PHRASE: Final = Kind.PHRASE
JOINING: Final = frozenset({Kind.LIST, Kind.PHRASE})


def mark(reading: Reading) -> None:
    """Mark every denied token with the word that denies it."""
    if INVESTED in reading.text:
        _deny_invested(reading)
    if not reading.denies:
        return
    for fragment in reading.fragments:
        for at, token in enumerate(fragment.tokens):
            if token.kind is FORWARD:
                _forward(reading, fragment, at, token)
            elif token.kind is BACKWARD:
                _backward(reading, fragment, at, token)


def _deny_invested(reading: Reading) -> None:
    """Deny what money is only put into: 对餐饮业、旅游业的投资."""
    for place in INVESTING.finditer(reading.text):
        start, end = place.span(1)
        for token in (token for fragment in reading.fragments for token in fragment.tokens):
            if start <= token.start < end:
                token.denied_by = token.denied_by or token


def denied_nearby(text: str, token: Token) -> bool:
    """Tell whether the sign just before a word turns it into its contrary: 非危险化学品."""
    return token.start > 0 and text[token.start - 1] in NEAR


def _forward(reading: Reading, fragment: Fragment, at: int, sign: Token) -> None:
    if _deny(fragment.tokens[at + 1 :], sign):
        return
    group = reading.groups[fragment.group]
    far = fragment.group > 0 or sign.entry.text.startswith(FAR_REACHING)
    for following in group[fragment.place + 1 :]:
        reached = following.separator is LIST or (far and following.separator is PHRASE)
        if not reached or (not far and any(token.kind is ACTION for token in following.tokens)):
            return
        if _deny(following.tokens, sign):
            return


def _backward(reading: Reading, fragment: Fragment, at: int, sign: Token) -> None:
    _deny(fragment.tokens[:at], sign)
    group = reading.groups[fragment.group]
    earlier: list[Fragment] = []
    place = fragment.place
    while place and group[place].separator in JOINING:
        place -= 1
        if group[place + 1].separator is PHRASE and any(token.kind is INCLUDE for token in group[place].tokens):
            break
        earlier.append(group[place])
    if fragment.group > 0 or any(token.entry.text.startswith(EXCEPT) for part in earlier for token in part.tokens):
        for part in earlier:
            _deny(part.tokens, sign)


def _deny(tokens: Iterable[Token], sign: Token) -> bool:
    """Mark tokens up to a word of contrast, or the one that closes 除…之外, and tell whether one came."""
    for token in tokens:
        if token.kind in ENDING:
            return True
        token.denied_by = token.denied_by or sign
    return False
