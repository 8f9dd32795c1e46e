"""Compiling the words of a catalogue version into one automaton."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from supervision.kernel.packaged import table
from supervision.licensing.catalogue.schemas import Item
from supervision.licensing.matching.surroundings.features import Surroundings, surroundings
from supervision.licensing.matching.vocabulary.schemas import Entry, Kind, Use

PACKAGE: Final = "supervision.licensing.matching"
BARE: Final = "单列"
ANYHOW: Final = "任意"
ALONE: Final = "独立"
UNSOLD: Final = "不售"
UNGROWN: Final = "不种"
APART: Final = "非物"
BESIDE: Final = "并列"
GIVES_WAY: Final = "让"
BEHIND: Final = "附"
AVOIDS: Final = "避"
LEADS: Final = "统领"
CLOSING: Final = "收"
MARKED: Final = frozenset({LEADS, BARE, ANYHOW, ALONE, UNSOLD, UNGROWN, APART, BESIDE, BEHIND, CLOSING})
BARRING: Final = {
    UNSOLD: frozenset({"销售", "零售", "批发", "生产", "加工", "收购", "养殖", "种植"}),
    UNGROWN: frozenset({"种植"}),
}
GROUPS: Final = {"售": ("销售", "零售", "批发"), "产": ("生产", "加工")}
YIELDS: Final = "让位"
STEPS_BACK: Final = "同词让位"
SHUNS: Final = "回避"
WHOLE_CLASS: Final = "统称"
DIRECT_CERTAINTY: Final = 0.95
OPENING: Final = "(不含"
SERVING: Final = frozenset({"服务"})
TESTING: Final = frozenset({"检测", "测试", "咨询", "策划", "设计"})
DENYING: Final = frozenset({Kind.FORWARD, Kind.BACKWARD})
GRADES: Final = {
    frozenset({1}): "第一类医疗器械",
    frozenset({2}): "第二类医疗器械",
    frozenset({1, 2}): "第二类医疗器械",
    frozenset({3}): "第三类医疗器械",
    frozenset({1, 3}): "第三类医疗器械",
    frozenset({2, 3}): "第二、三类医疗器械",
    frozenset({1, 2, 3}): "第二、三类医疗器械",
}


@dataclass(slots=True)
class Draft:
    """An entry while its meanings are being collected."""

    kind: Kind | None = None
    actions: set[str] = field(default_factory=set)
    uses: list[Use] = field(default_factory=list)
    blocked: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Every word of a version, found in one pass.

    `meaning` are the numbers of the entries that mean an item, `unasking` of those among them that need no action, `acting` of those
    that name one, `denying` of those that deny. `yields` names for an item those that it steps back for anywhere in a scope,
    `steps_back` those at the same word; `shuns` names the words
    before it in its entry of a list that make it another thing, `classes` the words that take out the whole item in a bracket.
    `grades` are the numbers of the words for the classes of devices, `devices` those of all that has such a class.
    `surroundings` are the weights of what stands around a word.
    """

    automaton: AhoCorasick
    entries: tuple[Entry, ...]
    kinds: tuple[Kind, ...]
    meaning: frozenset[int]
    unasking: frozenset[int]
    acting: frozenset[int]
    denying: frozenset[int]
    yields: Mapping[str, frozenset[str]]
    steps_back: Mapping[str, frozenset[str]]
    shuns: Mapping[str, frozenset[str]]
    classes: Mapping[str, frozenset[str]]
    grades: Mapping[frozenset[int], int]
    devices: frozenset[int]
    surroundings: Surroundings


@cache
def vocabulary() -> tuple[tuple[Kind, frozenset[str], tuple[str, ...]], ...]:
    """Return the words of grammar: what is done, what denies, what separates."""
    return tuple(
        (Kind[row["kind"].upper()], frozenset(filter(None, row["meaning"].split("+"))), tuple(_split(row["words"])))
        for row in table(PACKAGE, "vocabulary.csv")
    )


def uses(item: str, line: str) -> Iterator[tuple[str, Use]]:
    """Read a line such as `散装食品 副食品:销售+零售+单列@0.9` into its words and what they mean for the item."""
    left, _at, certainty = line.partition("@")
    words, _colon, said = left.partition(":")
    named = frozenset(name for given in said.split("+") for name in GROUPS.get(given.strip(), (given.strip(),)) if name)
    actions = frozenset(name for name in named - MARKED if not name.startswith((GIVES_WAY, AVOIDS)))
    use = Use(
        item,
        actions,
        bare=BARE in named or not actions,
        certainty=float(certainty) if certainty else DIRECT_CERTAINTY,
        anyhow=ANYHOW in named,
        alone=ALONE in named,
        barred=frozenset[str]().union(*[BARRING[name] for name in named if name in BARRING]),
        apart=APART in named,
        beside=BESIDE in named,
        leads=LEADS in named,
        gives_way=frozenset(name[1:] for name in named if name.startswith(GIVES_WAY)),
        behind=BEHIND in named,
        closing=CLOSING in named,
        avoids=frozenset(name[1:] for name in named if name.startswith(AVOIDS)),
    )
    yield from ((word, use) for word in words.split())


def compiled(items: Iterable[Item], *, normal: Mapping[int, int]) -> Lexicon:
    """Compile the words of items and of grammar; `normal` is the table by which scopes are brought into their normal form."""
    drafts: dict[str, Draft] = {}
    for kind, actions, words in vocabulary():
        for word in words:
            draft = drafts.setdefault(word.translate(normal), Draft())
            draft.kind = kind if draft.kind is None else draft.kind
            draft.actions |= actions
    listed = tuple(items)
    for item in listed:
        for line in item.words:
            for word, use in uses(item.code, line):
                drafts.setdefault(word.translate(normal), Draft()).uses.append(use)
        for word in (word for line in item.negatives for word in line.split()):
            drafts.setdefault(word.translate(normal), Draft()).blocked.add(item.code)
    texts = sorted(drafts)
    entries = tuple(_entry(text, drafts) for text in texts)
    grades = _grades(entries)
    return Lexicon(
        AhoCorasick(
            texts, matchkind=MatchKind.LeftmostLongest, implementation=Implementation.ContiguousNFA, store_patterns=False
        ),
        entries,
        tuple(entry.kind for entry in entries),
        frozenset(number for number, entry in enumerate(entries) if entry.uses),
        frozenset(number for number, entry in enumerate(entries) if entry.uses and not entry.needs),
        frozenset(number for number, entry in enumerate(entries) if entry.actions),
        frozenset(number for number, entry in enumerate(entries) if entry.kind in DENYING or entry.text.endswith(OPENING)),
        yields=_marks(listed, YIELDS, normal),
        steps_back=_marks(listed, STEPS_BACK, normal),
        shuns=_marks(listed, SHUNS, normal),
        classes=_marks(listed, WHOLE_CLASS, normal),
        grades=grades,
        devices=_devices(entries, grades.values()),
        surroundings=surroundings(),
    )


def _grades(entries: tuple[Entry, ...]) -> Mapping[frozenset[int], int]:
    """Return the numbers of the words for the classes of devices."""
    numbers = {entry.text: number for number, entry in enumerate(entries)}
    return {grade: numbers[word] for grade, word in GRADES.items() if word in numbers}


def _devices(entries: tuple[Entry, ...], grades: Iterable[int]) -> frozenset[int]:
    """Return the numbers of everything that means no other items than the classes of devices."""
    meant = {use.item for number in grades for use in entries[number].uses}
    return frozenset(
        number for number, entry in enumerate(entries) if entry.uses and meant.issuperset(use.item for use in entry.uses)
    )


def _entry(text: str, drafts: Mapping[str, Draft]) -> Entry:
    draft = drafts[text]
    blocked = frozenset(draft.blocked)
    kept = tuple(use for use in draft.uses if use.item not in blocked)
    serves = any(not use.actions for use in kept)
    if draft.kind is not None:
        return Entry(text, draft.kind, frozenset(draft.actions), kept, blocked, serves=serves, needs=_needs(kept))
    last = _last(text, drafts)
    thing = last.kind is Kind.NOUN and not kept
    return Entry(text, Kind.WORD, frozenset(last.actions), kept, blocked, thing, serves, _needs(kept))


def _needs(meant: Iterable[Use]) -> frozenset[str]:
    """Return the actions without any of which none of these meanings is meant."""
    asked = [use.asks for use in meant]
    return frozenset[str]().union(*asked) if all(asked) else frozenset()


def _last(text: str, drafts: Mapping[str, Draft]) -> Draft:
    """Return the longest word of grammar that another word ends with: its verb, or the thing that it is."""
    for start in range(1, len(text)):
        found = drafts.get(text[start:])
        if found is not None and found.kind in {Kind.ACTION, Kind.NOUN}:
            return _served(text[:start], drafts) or found if found.actions == SERVING else found
    return Draft()


def _served(text: str, drafts: Mapping[str, Draft]) -> Draft | None:
    """Return the testing before the service that a word ends with: 检测服务 tests."""
    for start in range(len(text)):
        found = drafts.get(text[start:])
        if found is not None and found.kind is Kind.ACTION:
            return found if found.actions <= TESTING else None
    return None


def _marks(items: Iterable[Item], name: str, normal: Mapping[int, int]) -> Mapping[str, frozenset[str]]:
    """Return what the markers of one name say, such as `让位:SP001`, by item."""
    return {item.code: frozenset(word.translate(normal) for word in _marked(item, name)) for item in items}


def _marked(item: Item, name: str) -> Iterator[str]:
    for head, _colon, rest in (line.partition(":") for line in item.markers):
        if head == name:
            yield from rest.split()


def _split(words: str) -> Iterator[str]:
    """Split at `|`; the space between two of them is a word of its own."""
    return (word for word in words.split("|") if word)
