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
    """What stands between two separators.

    `host` is the fragment whose bracket it stands in, `at` its place among the tokens there. `trailing` and `leading` keep the
    verbs at the end and at the head of its list once they were looked for, `first_verbs` and `only_verbs` its own.
    """

    group: int
    separator: Kind
    start: int
    host: "Fragment | None" = None
    at: int = 0
    end: int = 0
    inside: int = 0
    place: int = 0
    tokens: list[Token] = field(default_factory=list)
    trailing: Deed | None = NOT_LOOKED
    leading: Deed | None = NOT_LOOKED
    first_verbs: list[Token] | None = None
    only_verbs: bool | None = None


@dataclass(slots=True)
class Reading:
    """The fragments of a sentence by bracket; group 0 is the text outside all brackets.

    `turns_lists` tells whether a verb stands behind 的 anywhere, so that it may turn a whole list, `denies` whether a word of denial stands there, `spoken` every action that it
    names; `heading` is the verb of a
    heading that an earlier sentence began with.
    """

    text: str
    groups: list[list[Fragment]]
    fragments: list[Fragment]
    turns_lists: bool = False
    denies: bool = False
    spoken: frozenset[str] = frozenset()
    heading: Deed | None = None
