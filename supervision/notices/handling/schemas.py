"""What an inbox and a notice look like to those who read them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from supervision.kernel.clock import legal_date
from supervision.notices.handling.attaching.rules import PICTURES, opens
from supervision.notices.informing.states import InformingState
from supervision.notices.models import Notice
from supervision.notices.states import Feedback, NoticeState


class Tab(StrEnum):
    """The parts of an inbox."""

    PUSHED = "pushed"
    RECEIVED = "received"
    DONE = "done"
    ALL = "all"

    @property
    def label(self) -> str:
        return {Tab.PUSHED: "待接收", Tab.RECEIVED: "待反馈", Tab.DONE: "已办结", Tab.ALL: "全部"}[self]

    @property
    def runs(self) -> bool:
        """Tell whether clocks run here, so that what is due first comes first."""
        return self in {Tab.PUSHED, Tab.RECEIVED}

    @property
    def states(self) -> tuple[NoticeState, ...]:
        return {
            Tab.PUSHED: (NoticeState.PUSHED,),
            Tab.RECEIVED: (NoticeState.RECEIVED,),
            Tab.DONE: (NoticeState.ANSWERED, NoticeState.CLOSED, NoticeState.MERGED, NoticeState.WITHDRAWN),
            Tab.ALL: tuple(NoticeState),
        }[self]


@dataclass(frozen=True, slots=True)
class Filter:
    """Which notices somebody looks at; everything stands in the address."""

    tab: Tab = Tab.PUSHED
    due: str = ""
    item: str = ""
    division: str = ""
    kind: str = ""
    q: str = ""
    office: int | None = None
    size: int = 25

    def parts(self, **changes: object) -> dict[str, Any]:
        """Return the parts of an address that are not as usual, with some of them changed."""
        usual = {"due": "", "item": "", "division": "", "kind": "", "q": "", "office": None, "size": 25}
        mine = {"tab": self.tab.value, **{name: getattr(self, name) for name in usual}, **changes}
        return {name: value for name, value in mine.items() if value not in (None, "") and value != usual.get(name)}


@dataclass(frozen=True, slots=True)
class Line:
    """One notice of a list."""

    id: int
    number: str
    name: str
    code: str | None
    item_name: str
    kind: str
    division: str | None
    state: NoticeState
    due_on: date | None
    revision: int
    certainty: float | None
    by_code: bool
    pushed_at: datetime | None
    feedback: Feedback | None
    reform_mode: str | None


@dataclass(frozen=True, slots=True)
class Facet:
    """One value to filter by, with how many of the latest notices have it."""

    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Inbox:
    """A part of one department's notices, with the counts of its whole inbox; cursors lead to the parts beside it."""

    office_id: int
    office: str
    lines: Sequence[Line]
    counts: dict[Tab, int]
    overdue: int
    items: Sequence[Facet]
    divisions: Sequence[Facet]
    previous: str | None = None
    following: str | None = None

    @property
    def open(self) -> int:
        return self.counts[Tab.PUSHED] + self.counts[Tab.RECEIVED]


@dataclass(frozen=True, slots=True)
class Sibling:
    """Another notice of the same firm."""

    id: int
    number: str
    item_code: str | None
    item_name: str
    kind: str
    state: NoticeState
    revision: int
    department_id: int | None
    office: str | None
    pushed_at: datetime | None


@dataclass(frozen=True, slots=True)
class File:
    """A file of a notice."""

    id: int
    filename: str
    media_type: str
    size: int
    added_by: str

    @property
    def is_picture(self) -> bool:
        return self.media_type in PICTURES

    @property
    def opens(self) -> bool:
        """Tell whether a browser shows it in place."""
        return opens(self.media_type)


@dataclass(frozen=True, slots=True)
class Passed:
    """One step of the history as it reads."""

    action: str
    at: datetime
    actor: str
    origin: str | None
    target: str | None
    reason: str
    detail: dict[str, Any]

    @property
    def on(self) -> date:
        return legal_date(self.at)


@dataclass(frozen=True, slots=True)
class Text:
    """A wording of the department."""

    id: int
    feedback: Feedback
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Promise:
    """What the applicant was told at the counter, and whether he undertook to wait for the permit."""

    number: str
    state: InformingState
    issued_at: datetime
    sheet_id: int | None
    undertaking_id: int | None


@dataclass(frozen=True, slots=True)
class Shown:
    """One notice with everything that answering it takes."""

    notice: Notice
    office: str | None
    origin: str
    scope: str
    scope_codes: Sequence[str]
    address: str | None
    legal_rep: str | None
    former_scope: str | None
    history: Sequence[Passed] = field(default_factory=tuple)
    files: Sequence[File] = field(default_factory=tuple)
    siblings: Sequence[Sibling] = field(default_factory=tuple)
    texts: Sequence[Text] = field(default_factory=tuple)
    promise: Promise | None = None
    clue: tuple[int, str] | None = None
    keeper: str | None = None

    @property
    def state(self) -> NoticeState:
        return NoticeState(self.notice.state)

    @property
    def duplicates(self) -> list[Sibling]:
        """Return what may be merged into this one: open, same item, same department."""
        mine = (self.notice.department_id, self.notice.item_code)
        return [item for item in self.siblings if (item.department_id, item.item_code) == mine and item.state.open]
