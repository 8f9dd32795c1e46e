"""From words to items."""

from collections.abc import Sequence
from typing import Final

from supervision.licensing.matching.deeds.features import FAR, deed, heading, service_tail, verb_of_goods
from supervision.licensing.matching.deeds.tails.features import BLOCKED, OWN, kindred
from supervision.licensing.matching.denials.features import denied_nearby, mark
from supervision.licensing.matching.grading.features import graded
from supervision.licensing.matching.judging.brackets.features import after_brackets, unqualified
from supervision.licensing.matching.judging.doubting.features import doubt_strange
from supervision.licensing.matching.judging.heads.features import qualifies
from supervision.licensing.matching.judging.schemas import Finding
from supervision.licensing.matching.members.features import own_words
from supervision.licensing.matching.phrases.features import last_verbs, pure, runs_on
from supervision.licensing.matching.reading.features import numbers, read, sentences, silent, spoken, words
from supervision.licensing.matching.reading.schemas import Deed, Fragment, Reading, Token
from supervision.licensing.matching.vocabulary.features import Lexicon
from supervision.licensing.matching.vocabulary.schemas import Kind, Use

ACTION: Final = Kind.ACTION
WORD: Final = Kind.WORD
BARE, HEADED, GAP = 0.88, 0.93, 0.6
# Brackets, blanks and ornaments: 水产养殖★.
AROUND: Final = "() &★☆●◆■□◇○△▲▼◎>~^_@=…—"
PERMIT_NAMES: Final = ("许可证", "经营许可证", "生产许可证", "出版许可证", "经营许可", "服务许可", "业务许可", "业务经营许可")
GRADES: Final = frozenset("0123456789")
FIRST_CHINESE: Final = "\u4e00"
LONG, LONG_GAP = 5, 0.8
NAMES: Final = ("有限", "股份", "集团")
TURNED: Final = 0.3
DENIED: Final = 0.0
SOLD: Final = frozenset({"销售", "零售", "批发", "生产"})
TRADED: Final = frozenset({"销售", "零售", "批发"})
SERVICED: Final = frozenset({"维修", "安装", "清洗", "改造", "储存", "运输", "配送", "回收", "处理", "清理"})
SERVING: Final = frozenset({"服务"})
CARRIED: Final = SERVING | {"运输", "配送", "储存"}
WORKED: Final = frozenset({"施工", "安装"})
SPOKEN: Final = 1.0
MADE: Final = frozenset({"生产", "加工", "组装", "制售"})
PUBLISHED: Final = frozenset({"摄制", "制片", "后期制作", "印刷", "发行", "出版"})
OTHERWISE: Final = TRADED | PUBLISHED | {"拍卖", "种植", "养殖", "繁育", "开采", "运输", "押运"}
AGENCY: Final = frozenset({"代理"})
PLACE_NAME: Final = 4
ARRANGED: Final = frozenset({"代理", "策划", "投资"})
CONTINUED: Final = frozenset({"销售", "生产", "加工", "收购", "回收", "处理", "清理", "种植", "养殖", "开采"})
NONE: Final = frozenset[str]()
RAISED: Final = frozenset({"养殖", "种植", "繁育"})
SURE: Final = 0.5
HEADED_BY: Final = ":"
DEVICES: Final = ("器械", "设备", "器具", "器材", "仪器", "用品", "耗材", "材料")
LIGHT: Final = frozenset({Kind.ACTION, Kind.FILLER})


def findings(text: str, lexicon: Lexicon) -> list[Finding]:
    """Return every word of a normal text that means an item, those denied with a certainty of nothing."""
    results: list[Finding] = []
    before: Deed | None = None
    for offset, sentence in sentences(text):
        found, before = of_sentence(sentence, lexicon, before)
        for finding in found:
            finding.offset, finding.sentence = offset, sentence
        results += found
    return after_yielding(results, lexicon)


def of_sentence(
    sentence: str, lexicon: Lexicon, before: Deed | None, *, denied: bool = True
) -> tuple[list[Finding], Deed | None]:
    """Return what one sentence says, and the verb of a heading that reaches beyond it; what it denies may be left out."""
    headed = before is not None or HEADED_BY in sentence
    found = words(sentence, lexicon)
    named = numbers(found)
    if not found or (not headed and lexicon.meaning.isdisjoint(named)):
        return [], before
    by_class = graded(sentence, found, lexicon)
    named = named if by_class is found else numbers(by_class)
    actions = spoken(named, lexicon)
    if not headed and not denied and silent(named, actions, lexicon):
        return [], None
    reading = read(sentence, own_words(sentence, by_class), lexicon)
    reading.heading, reading.spoken = before, actions | before.actions if before is not None else actions
    reading.denies = not lexicon.denying.isdisjoint(named)
    mark(reading)
    results = [
        finding
        for fragment in reading.fragments
        if fragment.means
        for at, token in enumerate(fragment.tokens)
        if token.entry.uses
        for finding in _of_token(reading, fragment, at, token, lexicon)
    ]
    if results and len(reading.groups) > 1:
        results = after_brackets(unqualified(results, lexicon), lexicon, sentence)
    if len(results) > 1 and (len(reading.groups) > 1 or headed):
        results = _without_headings(reading, results, lexicon)
    doubt_strange(results, sentence, lexicon.surroundings)
    return results, heading(reading, before) if headed else None


def _of_token(reading: Reading, fragment: Fragment, at: int, token: Token, lexicon: Lexicon) -> list[Finding]:
    entry, actions = token.entry, reading.spoken
    sign = reading.denied.get(token.start) if reading.denied else None
    if sign is not None or denied_nearby(reading.text, token):
        return [Finding(use, token, fragment, None, DENIED, sign or token) for use in entry.uses]
    if entry.needs and entry.needs.isdisjoint(actions):
        return []
    tail = service_tail(reading, fragment, at + 1) if entry.serves else None
    whole: Deed | None = None
    asked = False
    results = []
    for use in entry.uses:
        if use.asks and use.asks.isdisjoint(actions):
            continue
        shunned = lexicon.shuns[use.item]
        if (use.placed and _out_of_place(use, reading, fragment, at, token)) or (
            shunned and _shunned(shunned, reading, fragment, token)
        ):
            continue
        if use.actions and not asked:
            whole, asked = deed(reading, fragment, at), True
        certainty = _certainty(use, tail, whole, entry.actions if token.kind is WORD else NONE)
        if token.kind is ACTION and not (use.behind or use.anyhow or use.leads) and verb_of_goods(reading, fragment):
            certainty *= GAP
        if at and not use.anyhow and _for_others(fragment.tokens[at - 1], token, use):
            certainty *= TURNED
        if certainty:
            certainty *= TURNED if qualifies(use, token, reading.text) else 1.0
            certainty *= 1.0 if use.anyhow or use.leads else _gap(reading.text, fragment, at, token)
            results.append(Finding(use, token, fragment, whole if use.actions else tail, round(certainty, 3)))
    return _once(results, lexicon)


def _out_of_place(use: Use, reading: Reading, fragment: Fragment, at: int, token: Token) -> bool:
    """Tell whether a word stands where it does not mean the item: not as a whole entry, among things, beside what it avoids."""
    if use.alone and (not stands_alone(reading.text, fragment, at) or _goes_on(reading, fragment, token)):
        return True
    if use.apart and _among_things(reading, fragment):
        return True
    if use.behind:
        return not _behind_a_thing(use, reading, fragment, token)
    if use.closing and runs_on(fragment, at):
        return True
    return bool(use.avoids) and _beside(use.avoids, reading, fragment)


def _for_others(before: Token, token: Token, use: Use) -> bool:
    """Tell whether the word before it says that it is only arranged for others: 代办保税仓储, 代理某地移动通信业务."""
    reach = PLACE_NAME if before.entry.actions <= AGENCY else 0
    arranged = before.kind is ACTION and token.start - before.end <= reach and before.entry.actions <= ARRANGED
    return arranged and not before.entry.actions & use.actions


def _among_things(reading: Reading, fragment: Fragment) -> bool:
    """Tell whether the list goes on to a thing that all its words are kinds of: 基础外科、骨科、妇产科手术器械, 外科（骨科）器械."""
    group = reading.groups[fragment.group]
    place = fragment.place
    while place + 1 < len(group) and group[place + 1].separator is Kind.LIST:
        place += 1
        named = [token for token in group[place].tokens if token.kind not in LIGHT]
        if named and _thing(named[-1]):
            return True
    behind = fragment.host.tokens[fragment.at :] if fragment.host is not None else []
    return bool(behind) and behind[0].start == group[-1].end + 1 and _thing(behind[0])


def _thing(token: Token) -> bool:
    return token.kind is Kind.NOUN or token.entry.text.endswith(DEVICES)


def _shunned(words: frozenset[str], reading: Reading, fragment: Fragment, token: Token) -> bool:
    """Tell whether a word before it in the same entry makes it another thing: 汽车美容."""
    if token.start == fragment.start:
        return False
    before = reading.text[fragment.start : token.start]
    return any(word in before for word in words)


def _behind_a_thing(use: Use, reading: Reading, fragment: Fragment, token: Token) -> bool:
    """Tell whether a verb ends an entry that names a thing, and none that makes it another's: 公共设施施工, not 绿化施工."""
    before = reading.text[fragment.start : token.start]
    return bool(before) and not pure(fragment) and not any(word in before for word in use.avoids)


def _beside(avoided: frozenset[str], reading: Reading, fragment: Fragment) -> bool:
    """Tell whether the list says that it is another thing: 美容 in 汽车装潢、美容."""
    group = reading.groups[fragment.group]
    first, last = fragment.place, fragment.place
    while first and group[first].separator is Kind.LIST:
        first -= 1
    if last + 1 < len(group) and group[last + 1].separator is Kind.LIST:
        last += 1
    near = reading.text[group[first].start : group[last].end]
    return any(word in near for word in avoided)


def stands_alone(text: str, fragment: Fragment, at: int) -> bool:
    """Tell whether a word with its verbs is the whole entry of a list."""
    token = fragment.tokens[at]
    before = fragment.tokens[at - 1] if at else None
    begins = token.start == fragment.start or (before is not None and before.end == token.start and before.kind in LIGHT)
    behind = fragment.tokens[at + 1] if at + 1 < len(fragment.tokens) else None
    ends = token.end == fragment.end or (behind is not None and behind.start == token.end and behind.kind in LIGHT)
    return begins and (ends or text[token.end] in AROUND)


def _goes_on(reading: Reading, fragment: Fragment, token: Token) -> bool:
    """Tell whether a verb only goes on with what is done to something before it: 运输 in 畜产品加工、储存、运输."""
    group = reading.groups[fragment.group]
    place = fragment.place
    while token.kind is ACTION and place and _joined(group, place):
        place -= 1
        last = group[place].tokens[-1] if group[place].tokens else None
        if last is None or last.kind is not ACTION or last.end != group[place].end:
            return False
        if last.entry.actions & CONTINUED:
            return True
    return False


def _joined(group: Sequence[Fragment], place: int) -> bool:
    """Tell whether an entry goes on with the one before it.

    Behind a comma only where that is nothing but verbs, 加工，运输, or raises something and more verbs follow: 猪的养殖，运输，销售.
    """
    separator = group[place].separator
    if separator is not Kind.PHRASE:
        return separator is Kind.LIST
    return pure(group[place - 1]) or _raised(group, place)


def _raised(group: Sequence[Fragment], place: int) -> bool:
    """Tell whether a bare verb stands among those that follow the raising of something."""
    behind = group[place + 1] if place + 1 < len(group) else None
    verbs = last_verbs(group[place - 1]) if behind is not None and pure(behind) and pure(group[place]) else []
    return bool(verbs) and verbs[-1].entry.actions <= RAISED


def _certainty(use: Use, tail: Deed | None, whole: Deed | None, own: frozenset[str]) -> float:
    """Return how surely the word means the item here."""
    if use.anyhow:
        return use.certainty
    if not use.actions:
        turned = tail is not None and tail.turned and not kindred(own, tail.actions)
        return use.certainty * TURNED if turned else use.certainty
    if own & use.actions:
        return use.certainty * TURNED if _undone(whole, own, use) else use.certainty
    alone = use.certainty * BARE if use.bare else 0.0
    if whole is None:
        return alone
    matching = whole.actions & use.actions
    if matching and (whole.certainty > FAR or not matching <= AGENCY):
        return use.certainty * GAP if whole.actions & use.barred else max(use.certainty * whole.certainty, alone)
    return alone * _otherwise(use, whole)


def _otherwise(use: Use, whole: Deed) -> float:
    """Return how far a word may still mean the item though something else is done with it: goods that are made or repaired are not traded."""
    if use.actions & TRADED and whole.certainty >= SPOKEN and whole.actions <= SERVICED:
        return TURNED
    served = whole.actions <= CARRIED and whole.actions != SERVING
    if served and use.actions & TRADED and any(verb.entry.actions == SERVING for verb in whole.tokens):
        return GAP
    if use.actions & (TRADED | WORKED) and whole.actions & MADE:
        return GAP
    return 0.0 if whole.turned or whole.certainty >= HEADED or whole.actions & OTHERWISE else BARE


def _undone(whole: Deed | None, own: frozenset[str], use: Use) -> bool:
    """Tell whether the verb that a word ends with is itself only arranged or advised on: 铁路客货运输代理."""
    turned = (
        whole is not None and whole.turned and (whole.certainty >= OWN or whole is BLOCKED) and not whole.actions & use.actions
    )
    return turned and not own & SOLD


def _gap(text: str, fragment: Fragment, at: int, token: Token) -> float:
    """Doubt a word that runs on into something unknown, 汽油 in 汽油锯, into the name of a company or, in a bracket, of a permit.

    A grade is its own: 水泥42.5.
    """
    if token.end >= fragment.end or text[token.end] in AROUND:
        return 1.0
    if text[token.end] in GRADES and text[token.end - 1] >= FIRST_CHINESE:
        return 1.0
    if fragment.host is not None and text.startswith(PERMIT_NAMES, token.end):
        return TURNED
    following = fragment.tokens[at + 1].start if at + 1 < len(fragment.tokens) else fragment.end
    if following == token.end:
        return 1.0
    if text.startswith(NAMES, token.end) or not token.entry.serves:
        return GAP
    return LONG_GAP if token.end - token.start >= LONG else GAP


def _once(results: list[Finding], lexicon: Lexicon) -> list[Finding]:
    """Leave out what steps back for another meaning of the same word."""
    if not results[1:]:
        return results
    items = {finding.use.item for finding in results if finding.certainty > SURE}
    return [finding for finding in results if finding.use.beside or not lexicon.steps_back[finding.use.item] & items]


def _without_headings(reading: Reading, results: list[Finding], lexicon: Lexicon) -> list[Finding]:
    """Leave out what only heads a list or a bracket of something more special, 食品经营：预包装食品, or only says more of its head."""
    if _none_yields(results, lexicon):
        return results
    results = [one for one in results if not _under_special(reading, one, results, lexicon)]
    yielding = {one.use.item: lexicon.yields[one.use.item] for one in results if one.certainty > SURE}
    special = {one.use.item: {item for item, to in yielding.items() if one.use.item in to} for one in results}
    if not any(special.values()):
        return results
    return [
        one for one in results if not special[one.use.item] or not _only_heads(reading, one, results, special[one.use.item])
    ]


def _none_yields(results: list[Finding], lexicon: Lexicon) -> bool:
    """Tell whether nothing sure among these steps back for another of them, so that none is more special than another."""
    items = {one.use.item for one in results}
    return len(items) == 1 or all(lexicon.yields[one.use.item].isdisjoint(items) for one in results if one.certainty > SURE)


def _under_special(reading: Reading, one: Finding, results: list[Finding], lexicon: Lexicon) -> bool:
    """Tell whether a word stands under a heading of the more special item: 方便食品 in 预包装食品：方便食品."""
    return any(
        one.use.item in lexicon.yields[head.use.item] and head.certainty > SURE and _listed_under(reading, one, head)
        for head in results
    )


def _only_heads(reading: Reading, heading: Finding, results: list[Finding], special: set[str]) -> bool:
    item = heading.use.item
    under = [one for one in results if _listed_under(reading, one, heading)]
    special = special & {one.use.item for one in under}
    return bool(special) and not any(one.use.item == item and not one.use.gives_way & special for one in under)


def _listed_under(reading: Reading, one: Finding, heading: Finding) -> bool:
    """Tell whether a word stands in the bracket right behind another, or in the list that it heads."""
    inner, outer = one.fragment, heading.fragment
    if inner.host is outer:
        return inner.at == outer.tokens.index(heading.token) + 1
    if inner.group != outer.group or inner.place <= outer.place:
        return False
    group = reading.groups[outer.group]
    colons = [place for place in range(outer.place + 1, inner.place + 1) if group[place].separator is Kind.COLON]
    return colons == [outer.place + 1]


def after_yielding(results: list[Finding], lexicon: Lexicon) -> list[Finding]:
    """Leave out words, then items, that give way to others anywhere in the scope."""
    sure = {finding.use.item for finding in results if finding.certainty > SURE}
    kept = [finding for finding in results if not finding.use.gives_way & sure]
    sure = {finding.use.item for finding in kept if finding.certainty > SURE}
    return [finding for finding in kept if not lexicon.yields[finding.use.item] & sure]
