"""Which verbs belong to a word: its own, those before the colon or at the head of the list, or those at its end."""

from collections.abc import Iterator, Sequence
from typing import Final

from supervision.licensing.matching.deeds.tails.features import BLOCKED, OWN, TURNING, apart, own_tail, sold_before
from supervision.licensing.matching.phrases.features import (
    ADVERTISED,
    LOOSE,
    advertises,
    among_goods,
    head,
    heads_another,
    is_header,
    last_verbs,
    leads,
    made_known,
    pure,
    spoken,
    union,
    verbs_of,
)
from supervision.licensing.matching.reading.schemas import NOT_LOOKED, Deed, Fragment, Reading, Token
from supervision.licensing.matching.vocabulary.schemas import Kind
from supervision.licensing.matching.works.features import (
    ADVERTISING,
    OF_PRODUCTS,
    WORKS,
    designs_another_thing,
    of_goods,
    speaks_for_works,
)

HEADED, LEADING, TRAILING, FAR_HEADED, FAR = 0.98, 0.94, 0.92, 0.7, 0.66
SERVING: Final = frozenset({"服务"})
SELLING: Final = frozenset({"销售", "零售", "批发"})
MAKING: Final = frozenset({"生产", "加工", "分装"})
RAISING: Final = frozenset({"养殖", "种植", "繁育", "收购", "加工", "生产"})
OF: Final = "的"
OPENED: Final = "("
CLOSED: Final = ")"
OF_OTHERS: Final = ("的其", "领域内的", "相关的", "有关的", "关方面", "关业务", "相应的", "配套的")
TEACHING: Final = frozenset({"培训", "咨询", "代理"})
PLANNING: Final = frozenset({"设计", "勘查", "监理"})
ARRANGING: Final = frozenset({"代理"})
SHARING: Final = "及和与"
ADVISING: Final = frozenset({"咨询"})
REACH: Final = 60
# Bound once: looking a member up in its class costs more than all the rest of a comparison.
ACTION: Final = Kind.ACTION
LIST: Final = Kind.LIST
COLON: Final = Kind.COLON
FILLER: Final = Kind.FILLER
NOUN: Final = Kind.NOUN
PHRASE: Final = Kind.PHRASE
WORD: Final = Kind.WORD


def deed(reading: Reading, fragment: Fragment, at: int, after: int | None = None) -> Deed | None:
    """Return what is said to be done with the token at a place, or nothing where no verb belongs to it.

    Places after it begin at `after`; a bracket that says nothing itself stands where its host has it.
    """
    following = at + 1 if after is None else after
    if after is None and len(reading.groups) > 1:
        own = _in_own_bracket(reading, fragment, at)
        if own is not None:
            return own
    found = _begun(reading, fragment, at, _behind(reading, fragment, following)) if following < len(fragment.tokens) else None
    if found is None and at and fragment.speaks:
        found = _before(reading, fragment, at) or sold_before(fragment, at)
        if found is not None and found.actions == SERVING:
            found = _right(reading, fragment) or found
    if found is None:
        found = _nearest(reading, fragment)
    if found is None and fragment.host is not None:
        before = fragment.host.tokens[fragment.at - 1] if fragment.at else None
        if before is not None and before.kind is WORD and before.entry.actions:
            return Deed(before.entry.actions, (before,), OWN)
        return _explained(reading, fragment.host, fragment.at) or deed(reading, fragment.host, fragment.at, fragment.at)
    return found or _below(reading, fragment) or reading.heading


def _in_own_bracket(reading: Reading, fragment: Fragment, at: int) -> Deed | None:
    """Return the verbs that stand alone in the bracket right behind a word, or behind another bracket: 卷烟（零售）, 味精（散装）（分装）."""
    behind = fragment.tokens[at].end + 1 if at < len(fragment.tokens) else -1
    for group in reading.groups[1:]:
        first = group[0]
        if first.host is not fragment or first.at != at + 1 or reading.text[behind - 1] != OPENED:
            continue
        if (first.start == behind or reading.text[first.start - 2] == CLOSED) and all(pure(one) for one in group):
            verbs = tuple(token for one in group for token in verbs_of(one))
            return Deed(union(verbs), verbs, OWN)
    return None


def _explained(reading: Reading, host: Fragment, at: int) -> Deed | None:
    """Return the making before a bracket that only says what is made: 糕点的生产（烘烤类）."""
    before = host.tokens[at - 1] if at else None
    if before is None or at < len(host.tokens) or not before.entry.actions <= MAKING or before.kind is not ACTION or pure(host):
        return None
    together = (before, *_verbs_after(reading, host))
    return Deed(union(together), together, OWN)


def _below(reading: Reading, fragment: Fragment) -> Deed | None:
    """Return the verb at the end of the list that a word without one heads: 农药：乳油、水剂的生产."""
    group = reading.groups[fragment.group]
    if not is_header(group, fragment.place) or verbs_of(fragment):
        return None
    following = group[fragment.place + 1]
    tail = [*verbs_of(following), *_verbs_after(reading, following)] if pure(following) else last_verbs(following)
    return Deed(union(tail), tuple(tail), TRAILING) if tail else _right(reading, following)


def service_tail(reading: Reading, fragment: Fragment, following: int) -> Deed | None:
    """Return the verbs behind a service: 工程设计、施工 is turned to something else by 设计 and back by 施工."""
    tail = own_tail(fragment, following)
    if tail is None and following == len(fragment.tokens) and _beside_a_thing(reading, fragment):
        return BLOCKED
    if tail is None:
        return (
            _turned_together(reading, fragment)
            or _turned_outside(fragment)
            or _taught(reading, fragment, fragment.tokens[following - 1])
        )
    if not tail.turned or tail is BLOCKED or tail.actions <= ARRANGING:
        return tail
    more = tuple(_verbs_after(reading, fragment))
    together = tail.actions | union(more)
    return tail if together - SERVING <= TURNING else Deed(together, tail.tokens + more, OWN)


def _turned_outside(fragment: Fragment) -> Deed | None:
    """Return what turns the word that a bracket only explains: 建筑行业（建筑工程）设计."""
    if fragment.host is None or len(fragment.tokens) != 1:
        return None
    found = own_tail(fragment.host, fragment.at)
    return found if found is not None and found.turned and found is not BLOCKED else None


def _beside_a_thing(reading: Reading, fragment: Fragment) -> bool:
    """Tell whether a bare word only shares the thing that follows it: 宾馆 in 宾馆及酒店用品."""
    group = reading.groups[fragment.group]
    if fragment.tokens[-1].entry.actions or fragment.place + 1 >= len(group) or reading.text[fragment.end] not in SHARING:
        return False
    named = [token for token in group[fragment.place + 1].tokens if token.kind is not ACTION and token.kind is not FILLER]
    return bool(named) and (named[-1].kind is NOUN or named[-1].entry.thing)


def _taught(reading: Reading, fragment: Fragment, token: Token) -> Deed | None:
    """Return the verb before the bracket that a word stands in, where it only names subjects: 技能培训(餐饮、美容), 货运代理(陆运).

    Works in a bracket are those that are designed before it, unless more is done behind it: 市政工程设计(道路工程).
    """
    host = fragment.host
    before = host.tokens[fragment.at - 1] if host is not None and fragment.at else None
    if host is None or before is None or not before.entry.actions or token.entry.actions & TEACHING:
        return None
    planned = before.entry.actions <= PLANNING and token.entry.text.endswith(WORKS)
    if planned and not own_tail(host, fragment.at) and not any(_verbs_after(reading, host)):
        return Deed(before.entry.actions, (before,), OWN, turned=True)
    if not before.entry.actions <= TEACHING:
        return None
    return Deed(before.entry.actions, (before,), OWN, turned=True)


def _turned_together(reading: Reading, fragment: Fragment) -> Deed | None:
    """Return what turns a whole list of services: 建设工程、水利工程的质量检测."""
    if not reading.turns_lists:
        return None
    found = _right(reading, fragment)
    if found is None or found.certainty < TRAILING:
        return None
    if found.actions <= OF_PRODUCTS and of_goods(reading.text, fragment, found):
        return BLOCKED
    if not found.turned:
        return None
    last = found.tokens[0]
    if (
        fragment.tokens
        and fragment.tokens[-1].entry.text.endswith(WORKS)
        and speaks_for_works(reading.text, found.actions, last)
    ):
        return found
    ending = reading.text[max(0, last.start - 4) : last.end]
    return found if OF in ending and not any(other in ending for other in OF_OTHERS) else None


def verb_of_goods(reading: Reading, fragment: Fragment) -> bool:
    """Tell whether a verb that may be a service is here what is done with goods: 运输 in 畜产品加工、销售及运输."""
    group = reading.groups[fragment.group]
    place = fragment.place
    while place and group[place].separator is LIST:
        place -= 1
        if not pure(group[place]):
            return bool(last_verbs(group[place]))
    return False


def _behind(reading: Reading, fragment: Fragment, following: int) -> Deed | None:
    tail = own_tail(fragment, following)
    if tail is None or tail is BLOCKED:
        return tail
    more = tuple(_verbs_after(reading, fragment))
    return Deed(tail.actions | union(more), tail.tokens + more, OWN, turned=tail.turned) if more else tail


def _begun(reading: Reading, fragment: Fragment, at: int, behind: Deed | None) -> Deed | None:
    """Add to a sale the verb right before the goods that it begins with: 放养肉鸡销售."""
    if behind is None or not 0 < at < len(fragment.tokens) or behind.turned or not behind.actions <= SELLING:
        return behind
    verbs = head(fragment)
    if not verbs or verbs[-1].end != fragment.tokens[at].start or not union(verbs) <= RAISING:
        return behind
    if union(verbs) <= MAKING and among_goods(reading.groups[fragment.group], fragment.place):
        return behind
    return Deed(behind.actions | union(verbs), (*verbs, *behind.tokens), OWN)


def _before(reading: Reading, fragment: Fragment, at: int) -> Deed | None:
    verbs = head(fragment)
    if not verbs or verbs[0].start >= (fragment.tokens[at].start if at < len(fragment.tokens) else fragment.end):
        return None
    if fragment.place and _only_kind(reading, fragment, verbs):
        return None
    together = (*_verbs_before(reading, fragment), *verbs, *_verbs_after(reading, fragment))
    return Deed(union(together), together, OWN)


def _right(reading: Reading, fragment: Fragment) -> Deed | None:
    if fragment.trailing is NOT_LOOKED:
        fragment.trailing = _look_right(reading, fragment)
    found = fragment.trailing
    if found is None or not fragment.tokens or not fragment.tokens[-1].entry.text.endswith(WORKS):
        return found
    return None if designs_another_thing(reading.text, found) else found


def _nearest(reading: Reading, fragment: Fragment) -> Deed | None:
    """Return the verb at the head of the list, or that at its end where the head is farther away."""
    if fragment.leading is NOT_LOOKED:
        fragment.leading = _look_left(reading, fragment)
    head = fragment.leading
    if head is not None and head.certainty >= TRAILING and head.actions != SERVING:
        return head
    end = _right(reading, fragment)
    farther = head is None or head.actions == SERVING or (end is not None and end.certainty > head.certainty)
    return end or head if farther else head


def _look_left(reading: Reading, fragment: Fragment) -> Deed | None:
    """Look for the verb at the head of the list: before a colon, or before the first thing.

    In a list within reach of its head, what an earlier entry found holds for the later ones.
    """
    group = reading.groups[fragment.group]
    certainty = LEADING
    short = len(group) <= REACH
    for place in range(fragment.place, max(-1, fragment.place - REACH), -1):
        current = group[place]
        if current.leading is not NOT_LOOKED and short:
            return _farther(current.leading) if certainty == FAR else current.leading
        if current.separator is COLON and place:
            header = group[place - 1]
            verbs = (*_verbs_of_heading(reading, header), *verbs_of(header)) or tuple(last_verbs(header))
            return Deed(union(verbs), verbs, HEADED if certainty == LEADING else FAR_HEADED) if verbs else None
        if current.separator not in LOOSE or not place:
            return None
        earlier = group[place - 1]
        if not earlier.speaks:
            continue
        heads = head(earlier)
        if heads and _only_kind(reading, earlier, heads):
            continue
        if heads and (heads[-1].entry.actions <= ADVERTISED or not pure(earlier) or leads(group, place - 1)):
            together = (*_verbs_before(reading, earlier), *heads)
            return None if _of_adverts(reading, fragment, earlier, together) else Deed(union(together), together, certainty)
        if earlier.tokens and earlier.tokens[-1].kind is ACTION:
            certainty = FAR
    return None


def _of_adverts(reading: Reading, fragment: Fragment, earlier: Fragment, verbs: Sequence[Token]) -> bool:
    """Tell whether the verbs at the head of a list are those of advertisements: 广告设计、制作、发布，食品销售."""
    if verbs[-1].entry.actions <= ADVERTISED:
        return True
    advertised = ADVERTISING in reading.text[verbs[0].start : earlier.end]
    return advertised and ADVERTISING not in reading.text[fragment.start : fragment.end]


def _only_kind(reading: Reading, fragment: Fragment, verbs: Sequence[Token]) -> bool:
    """Tell whether the verb before goods only says of which kind they are, in a list of goods for sale: 百货、加工食品、五金销售."""
    if not union(verbs) <= MAKING or not among_goods(reading.groups[fragment.group], fragment.place):
        return False
    end = last_verbs(fragment) or (_right(reading, fragment) or BLOCKED).tokens
    return bool(end) and union(end) <= SELLING


def _farther(found: Deed | None) -> Deed | None:
    """Return the same verb as it counts from farther away."""
    if found is None or found.certainty <= FAR_HEADED:
        return found
    return Deed(found.actions, found.tokens, FAR_HEADED if found.certainty == HEADED else FAR, found.turned)


def _look_right(reading: Reading, fragment: Fragment) -> Deed | None:
    """Look for the verb at the end of the list, and note it for the entries on the way, which are looked at but once."""
    group = reading.groups[fragment.group]
    found: Deed | None = None
    end = min(len(group), fragment.place + REACH)
    for place in range(fragment.place + 1, end):
        current = group[place]
        if current.separator not in LOOSE or is_header(group, place):
            end = place
            break
        closing = _closing(reading, current)
        if closing is not NOT_LOOKED:
            commas = group[fragment.place + 1 : place + 1]
            found, end = None if closing is not None and apart(reading.text, current, closing, commas) else closing, place
            break
    for place in range(end, fragment.place, -1) if found is not None else ():
        found = _farther(found) if group[place].separator is PHRASE else found
        group[place - 1].trailing = found
    if found is None and len(group) <= REACH:
        for place in range(fragment.place + 1, end):
            group[place].trailing = None
    return found


def _closing(reading: Reading, fragment: Fragment) -> Deed | None:
    """Return the verb with which an entry ends the list before it, nothing where it ends it without one, or that it goes on."""
    if not fragment.speaks:
        return NOT_LOOKED
    if pure(fragment):
        verbs: tuple[Token, ...] = (*spoken(fragment), *_verbs_after(reading, fragment))
        return Deed(union(verbs), verbs, TRAILING, turned=union(verbs) <= ADVISING)
    if head(fragment):
        return None
    tail = made_known(fragment) or last_verbs(fragment)
    if not tail:
        return NOT_LOOKED
    together = (*tail, *_verbs_after(reading, fragment))
    said = union(together) - SERVING or SERVING
    return Deed(said, together, TRAILING, turned=said <= TURNING)


def heading(reading: Reading, before: Deed | None) -> Deed | None:
    """Return the verb that reaches into the next sentence: `销售：A；B；C`; any other verb ends its reach."""
    group = reading.groups[0]
    if len(group) > 1 and group[1].separator is COLON and pure(group[0]):
        verbs = tuple(verbs_of(group[0]))
        rest = group[1:]
        before = Deed(union(verbs), verbs, FAR)
    else:
        rest = group
    return None if any(verbs_of(fragment) for fragment in rest) else before


def _verbs_after(reading: Reading, fragment: Fragment) -> Iterator[Token]:
    """Yield the verbs alone that follow: 食品加工、配送，销售; behind a comma only one that stands by itself."""
    group = reading.groups[fragment.group]
    for place in range(fragment.place + 1, len(group)):
        current = group[place]
        if current.separator not in LOOSE or not pure(current) or is_header(group, place):
            return
        verbs = spoken(current)
        if current.separator is PHRASE and (len(verbs) > 1 or advertises(group, place) or heads_another(group, place)):
            return
        yield from verbs


def _verbs_of_heading(reading: Reading, header: Fragment) -> list[Token]:
    """Return the verbs alone that share a heading, whatever list stands before it: 养殖 in 蔬菜种植,养殖、销售:家禽."""
    group = reading.groups[header.group]
    verbs = _verbs_before(reading, header)
    place = header.place
    if verbs or not place or not pure(header):
        return verbs
    while place and group[place].separator is LIST and pure(group[place - 1]):
        place -= 1
        verbs = [*verbs_of(group[place]), *verbs]
    return verbs if group[place].separator is PHRASE else []


def _verbs_before(reading: Reading, fragment: Fragment) -> list[Token]:
    group = reading.groups[fragment.group]
    verbs: list[Token] = []
    place = fragment.place
    while place and group[place].separator in LOOSE and pure(group[place - 1]):
        place -= 1
        verbs = [*verbs_of(group[place]), *verbs]
    return verbs if leads(group, place) else []
