"""What matching speaks in: the words that caused a match, the match, and the answer for a scope."""

from dataclasses import dataclass
from enum import StrEnum


class SpanRole(StrEnum):
    """Why a piece of text is shown."""

    WORD = "word"
    ACTION = "action"
    MARKER = "marker"
    NEGATIVE = "negative"
    CODE = "code"


class Origin(StrEnum):
    """What a match rests on."""

    CODE = "code"
    WORDS = "words"
    DECISION = "decision"


@dataclass(frozen=True, slots=True)
class Span:
    """A quotation: `scope[start:end] == text`."""

    start: int
    end: int
    text: str
    role: SpanRole


@dataclass(frozen=True, slots=True)
class Match:
    """One item that a scope touches, with the words that say so; `clause` quotes the whole sentence around them from `starts_at` on.

    `strange` tells that its certainty is low because words in such surroundings often meant something else.
    """

    item: str
    certainty: float
    spans: tuple[Span, ...]
    clause: str
    key: str
    starts_at: int = 0
    origin: Origin = Origin.WORDS
    actions: tuple[str, ...] = ()
    strange: bool = False


@dataclass(frozen=True, slots=True)
class MatchResult:
    """The answer for one scope.

    Of each item its surest match, at or above the threshold or below it as a doubt for a person; what the scope itself leaves
    out; and in `found` every match of every sentence.
    """

    matches: tuple[Match, ...] = ()
    doubts: tuple[Match, ...] = ()
    excluded: tuple[Match, ...] = ()
    found: tuple[Match, ...] = ()
    empty: bool = False
    garbled: bool = False
    message: str = ""


@dataclass(frozen=True, slots=True)
class ScopeToMatch:
    """A scope as registered: free text and, where given, the codes of standard scope items."""

    scope: str
    scope_codes: tuple[str, ...] = ()
    division: str | None = None


@dataclass(frozen=True, slots=True)
class Decided:
    """The answer that is acted on: what the matcher found, corrected by what persons decided about the same clauses."""

    matches: tuple[Match, ...]
    doubts: tuple[Match, ...]
    catalogue_version_id: int
    result: MatchResult
