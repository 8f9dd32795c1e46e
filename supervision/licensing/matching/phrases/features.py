"""The verbs of one entry of a list, whatever stands beside it."""

from collections.abc import Sequence
from typing import Final

from supervision.licensing.matching.reading.schemas import Fragment, Token
from supervision.licensing.matching.vocabulary.schemas import Kind

# What begins with it is a thing for it: 消毒杀虫品.
CLEANSING: Final = frozenset({"消毒"})
TESTING: Final = frozenset({"检测", "测试", "测量", "消毒", "清洗"})
NAMING: Final = frozenset({"消毒", "测试"})
ADVISING: Final = frozenset({"咨询"})
ADVERTISED: Final = frozenset({"广告"})
SUPERVISING: Final = frozenset({"监理"})
SILENT: Final = frozenset({Kind.FILLER, Kind.PERMIT, Kind.BRANCH, Kind.PREPARING, Kind.INCLUDE})
LIGHT: Final = frozenset({Kind.ACTION, Kind.FILLER})
NOTHING: Final = frozenset[str]()
OF: Final = "的"
PAIR: Final = 2
# Bound once: looking a member up in its class costs more than all the rest of a comparison.
ACTION: Final = Kind.ACTION
FILLER: Final = Kind.FILLER
FORWARD: Final = Kind.FORWARD
NOUN: Final = Kind.NOUN
WORD: Final = Kind.WORD
COLON: Final = Kind.COLON
LOOSE: Final = frozenset({Kind.LIST, Kind.PHRASE})


def pure(fragment: Fragment) -> bool:
    """Tell whether a fragment is nothing but verbs."""
    if fragment.only_verbs is None:
        fragment.only_verbs = _pure(fragment)
    return fragment.only_verbs


def _pure(fragment: Fragment) -> bool:
    if not fragment.speaks:
        return False
    spoken = 0
    acting = False
    for token in fragment.tokens:
        if token.kind is ACTION:
            acting = True
        elif token.kind is not FILLER:
            return False
        spoken += token.end - token.start
    return acting and spoken >= fragment.end - fragment.start - fragment.inside


def head(fragment: Fragment) -> list[Token]:
    """Return the verbs that a fragment begins with."""
    if fragment.first_verbs is None:
        fragment.first_verbs = _first_verbs(fragment)
    return fragment.first_verbs


def _first_verbs(fragment: Fragment) -> list[Token]:
    if not fragment.speaks or fragment.tokens[0].kind not in LIGHT:
        return []
    verbs: list[Token] = []
    end = fragment.start
    for token in fragment.tokens:
        if token.start > end or token.kind not in LIGHT:
            break
        end = token.end
        if token.kind is ACTION:
            verbs.append(token)
    following = fragment.tokens[len(verbs)] if len(fragment.tokens) > len(verbs) else None
    if following is not None and following.start == end and (following.kind is NOUN or following.entry.thing):
        return []
    if verbs and verbs[-1].entry.actions <= TESTING and fragment.tokens[-1].kind is NOUN:
        return []
    if verbs and verbs[-1].entry.actions <= CLEANSING and fragment.end > end:
        return []
    return [] if pure(fragment) and any(verb.entry.uses for verb in verbs) else verbs


def made_known(fragment: Fragment) -> list[Token]:
    """Return the verb right behind an item's word where something unknown follows it: 乙炔制造电器修理."""
    places = fragment.tokens
    if not fragment.speaks or len(places) < PAIR or fragment.inside:
        return []
    for word, verb, behind in zip(places, places[1:], (*places[2:], None), strict=False):
        follows = behind.start if behind is not None else fragment.end
        if word.entry.uses and verb.kind is ACTION and verb.start == word.end and follows > verb.end:
            return [verb]
    return []


def last_verbs(fragment: Fragment) -> list[Token]:
    """Return the verbs that a fragment ends with, without those that only tell of what is named behind them: 本地生产的特优米的批发.

    What is supervised is not done, 施工监理, nor what is denied, 以上不含冷藏, nor what only names a thing: 消毒药剂, 测试纸.
    """
    verbs: list[Token] = []
    behind: Token | None = None
    named: Token | None = None
    for token in reversed(fragment.tokens) if fragment.speaks else ():
        if verbs and token.end == verbs[0].start and verbs[0].entry.actions <= SUPERVISING:
            break
        if token.kind is ACTION:
            if named is None and token.entry.actions <= NAMING and token.end + fragment.inside < fragment.end:
                return []
            if verbs and behind is not None and named is not None and behind.entry.text == OF and behind.end < named.start:
                break
            verbs.insert(0, token)
        elif token.kind is WORD and token.entry.actions:
            return [token, *verbs]
        elif token.kind is FORWARD and verbs:
            return []
        elif token.kind not in SILENT:
            break
        named, behind = behind, token
    return verbs


def verbs_of(fragment: Fragment) -> list[Token]:
    return [token for token in fragment.tokens if token.kind is ACTION] if fragment.speaks else []


def spoken(fragment: Fragment) -> list[Token]:
    """Return the verbs of a fragment of verbs; advice on the others leaves only itself: 施工咨询."""
    verbs = verbs_of(fragment)
    return verbs[-1:] if verbs and verbs[-1].entry.actions <= ADVISING else verbs


def union(tokens: Sequence[Token]) -> frozenset[str]:
    if len(tokens) == 1:
        return tokens[0].entry.actions
    return NOTHING.union(*[token.entry.actions for token in tokens])


def leads(group: Sequence[Fragment], place: int) -> bool:
    """Tell whether verbs alone begin their sentence, so that they speak of what follows."""
    while place and group[place].separator in LOOSE:
        place -= 1
        if not pure(group[place]):
            return False
    return True


def is_header(group: Sequence[Fragment], place: int) -> bool:
    return place + 1 < len(group) and group[place + 1].separator is COLON


def runs_on(fragment: Fragment, at: int) -> bool:
    """Tell whether another thing follows right behind a word: 线路 in 工程线路设计."""
    behind = fragment.tokens[at + 1] if at + 1 < len(fragment.tokens) else None
    follows = behind is not None and behind.start == fragment.tokens[at].end and behind.kind is WORD
    return follows and behind is not None and not behind.entry.actions


def advertises(group: Sequence[Fragment], place: int) -> bool:
    """Tell whether the verbs from a place on end with what they are done to: 设计、制作各类广告."""
    while place + 1 < len(group) and group[place + 1].separator is Kind.LIST and pure(group[place + 1]):
        place += 1
    last = verbs_of(group[place])
    return len(last) > 1 and last[-1].entry.actions <= ADVERTISED


def heads_another(group: Sequence[Fragment], place: int) -> bool:
    """Tell whether the verbs from a place on head a list of their own: 商品零售及批发：文具."""
    while place + 1 < len(group) and group[place + 1].separator is Kind.LIST and pure(group[place + 1]):
        place += 1
    return is_header(group, place)


def among_goods(group: Sequence[Fragment], place: int) -> bool:
    """Tell whether an entry follows at least two in its list that say nothing of what is done with them."""
    if pure(group[place]):
        return False
    first = place
    while first and group[first].separator is Kind.LIST:
        first -= 1
        if group[first].speaks:
            return False
    return place - first >= PAIR and group[first].separator is not COLON
