"""What the pages of entries are made of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from supervision.registration.recording.models import Entry
from supervision.registration.recording.states import LABELS, STATE_LABELS, EntryKind, EntryState

PAGE = 50
NEVER_ARCHIVED = ("未入档", "mute")
TONES = {EntryState.RECEIVED: "info", EntryState.ARCHIVED: "ok", EntryState.HELD: "bad"}


class Pile(StrEnum):
    """Which entries are shown."""

    TODAY = "today"
    HELD = "held"
    REPEATED = "repeated"
    CORRECTED = "corrected"
    LATE = "late"
    ALL = "all"


PILES = {
    Pile.TODAY: "今天收到",
    Pile.HELD: "待处理",
    Pile.REPEATED: "今天重复",
    Pile.CORRECTED: "今天更正",
    Pile.LATE: "今天晚到",
    Pile.ALL: "全部",
}


@dataclass(frozen=True, slots=True)
class EntryView:
    """An entry with the words of its kind and state."""

    entry: Entry
    registrar: str

    @property
    def kind(self) -> str:
        return LABELS[EntryKind(self.entry.kind)]

    @property
    def waits(self) -> bool:
        """Tell whether a person has to do something."""
        return self.entry.state == EntryState.HELD and self.entry.latest

    @property
    def state(self) -> tuple[str, str]:
        if self.entry.state == EntryState.HELD and not self.waits:
            return NEVER_ARCHIVED
        state = EntryState(self.entry.state)
        return STATE_LABELS[state], TONES[state]

    @property
    def number(self) -> str | None:
        return self.entry.code or self.entry.regno


@dataclass(frozen=True, slots=True)
class EntryPage:
    """One page of entries."""

    items: Sequence[EntryView]
    total: int
    number: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE))


@dataclass(frozen=True, slots=True)
class Detail:
    """Everything about one entry: what came, what the archive says of the firm now, its line, and its other versions."""

    view: EntryView
    received: Mapping[str, str]
    facts: Mapping[str, str]
    line: str | None
    versions: Sequence[Entry]
    candidate_id: int | None
