"""A scope, read: its tokens and the fragments between separators."""

from dataclasses import dataclass, field

from supervision.licensing.matching.vocabulary.schemas import Entry, Kind


@dataclass(slots=True)
class Token:
    """A word of the vocabulary where it stands in the text."""

    entry: Entry
    start: int
    end: int
    kind: Kind
    denied_by: "Token | None" = None


@dataclass(slots=True)
class Fragment:
    """What stands between two separators; `host` is the fragment whose bracket it stands in, `at` its place among the tokens there."""

    group: int
    separator: Kind
    start: int
    host: "Fragment | None" = None
    at: int = 0
    end: int = 0
    inside: int = 0
    place: int = 0
    sentence: tuple[int, int] = (0, 0)
    tokens: list[Token] = field(default_factory=list)


@dataclass(slots=True)
class Reading:
    """The fragments of a scope by bracket; group 0 is the text outside all brackets."""

    text: str
    groups: list[list[Fragment]]
    fragments: list[Fragment]


@dataclass(frozen=True, slots=True)
class Deed:
    """What is said to be done with a thing, the tokens that say so, and how near they stand."""

    actions: frozenset[str]
    tokens: tuple[Token, ...]
    certainty: float
    turned: bool = False
