"""A scope, read: its tokens and the fragments between separators."""

from dataclasses import dataclass, field
from typing import NamedTuple

from supervision.licensing.matching.vocabulary.schemas import Entry, Kind


class Deed(NamedTuple):
    """What is said to be done with a thing, the tokens that say so, and how near they stand."""

    actions: frozenset[str]
    tokens: "tuple[Token, ...]"
    certainty: float
    turned: bool = False


NOT_LOOKED = Deed(frozenset(), (), -1.0)


class Token:
    """A word of the vocabulary where it stands in the text."""

    __slots__ = ("end", "entry", "kind", "start")

    def __init__(self, entry: Entry, start: int, end: int, kind: Kind) -> None:
        self.entry = entry
        self.start = start
        self.end = end
        self.kind = kind


class Fragment:
    """What stands between two separators.

    `host` is the fragment whose bracket it stands in, `at` its place among the tokens there. `trailing` and `leading` keep the
    verbs at the end and at the head of its list once they were looked for, `first_verbs` and `only_verbs` its own; `speaks` tells
    whether any of its words is a verb or ends with one, `means` whether any means an item.
    """

    __slots__ = (
        "at",
        "end",
        "first_verbs",
        "group",
        "host",
        "inside",
        "leading",
        "means",
        "only_verbs",
        "place",
        "separator",
        "speaks",
        "start",
        "tokens",
        "trailing",
    )

    def __init__(self, group: int, separator: Kind, start: int, host: "Fragment | None" = None, at: int = 0) -> None:
        self.group = group
        self.separator = separator
        self.start = start
        self.host = host
        self.at = at
        self.end = 0
        self.inside = 0
        self.place = 0
        self.tokens: list[Token] = []
        self.trailing: Deed | None = NOT_LOOKED
        self.leading: Deed | None = NOT_LOOKED
        self.first_verbs: list[Token] | None = None
        self.only_verbs: bool | None = None
        self.speaks = False
        self.means = False


@dataclass(slots=True)
class Reading:
    """The fragments of a sentence by bracket; group 0 is the text outside all brackets.

    `turns_lists` tells whether a verb may turn a whole list, since 的 or 工程 stands anywhere, `denies` whether a word of denial
    stands there, `denied` the word that denies the token at a place, `spoken` every action that it names; `heading` is the verb of a
    heading that an earlier sentence began with.
    """

    text: str
    groups: list[list[Fragment]]
    fragments: list[Fragment]
    turns_lists: bool = False
    denies: bool = False
    spoken: frozenset[str] = frozenset()
    heading: Deed | None = None
    denied: dict[int, Token] = field(default_factory=dict)
