"""What routing speaks in: a registration as told, what its scope asks for, and how long each of it was asked for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from supervision.notices.states import NoticeKind, PoolReason

UNKNOWN_DIVISION = "000000"
NOTHING = "-"


@dataclass(frozen=True, slots=True)
class Matter:
    """One thing that a scope asks for: an item for the office of one function, or a doubt, or that nothing was found.

    `ground` is why it belongs into the pool whatever the division; `text` says it in words.
    """

    item: str | None = None
    function: str | None = None
    ground: PoolReason | None = None
    name: str = ""
    certainty: float | None = None
    spans: tuple[Mapping[str, Any], ...] = ()
    text: str = ""

    @property
    def key(self) -> tuple[str | None, str | None, str | None]:
        return (self.item, self.function, self.ground)

    @property
    def words(self) -> str:
        """Return what is meant, in few words."""
        return self.name or (self.ground.label if self.ground else "")


@dataclass(frozen=True, slots=True)
class Told:
    """One registration entry with what its scope was found to ask for; `cause` names the business whatever its version.

    `matters` is None where the registration says nothing of the scope, `former` where nothing is known of the one before;
    `place_given` is false where it says nothing of the place.
    """

    entry_id: int
    cause: str
    version: int
    kind: NoticeKind
    occurred_on: date
    received_on: date
    registrar_id: int
    subject_id: int
    name: str
    code: str | None
    division: str | None
    former_division: str | None
    catalogue_version_id: int | None
    place_given: bool = True
    matters: tuple[Matter, ...] | None = None
    former: tuple[Matter, ...] | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a matter belongs: a department, or the pool for a reason."""

    department_id: int | None
    reason: PoolReason | None = None
    text: str = ""


Find = Callable[[Matter, str | None, date], Place | None]
"""Where a matter belongs in a division on a day; nothing where another recipient stands for it."""


@dataclass(frozen=True, slots=True)
class Ending:
    """By which registration a matter ceased to be asked for, and why."""

    told: Told
    reason: str


@dataclass(slots=True)
class Spell:
    """A matter as long as it is asked for at one place: one notice. An assumed one began before anything was told here.

    `news` is what was registered meanwhile, `finals` are the revocation and the cancellation that ended it.
    """

    matter: Matter
    began: Told
    division: str | None
    place: Place
    assumed: bool = False
    ending: Ending | None = None
    news: list[tuple[Told, str]] = field(default_factory=list)
    finals: list[Told] = field(default_factory=list)

    @property
    def dedup_key(self) -> str:
        return f"{self.began.cause}/{self.division or UNKNOWN_DIVISION}/{self.mark}"

    @property
    def mark(self) -> str:
        """Return what tells this matter from others of the same cause and division."""
        return f"{self.matter.item or NOTHING}/{self.matter.function or self.matter.ground or NOTHING}"


@dataclass(frozen=True, slots=True)
class Standing:
    """A notice that was made already."""

    notice_id: int
    dedup_key: str
    kind: NoticeKind
    state: str
    division: str | None
    department_id: int | None
    entry_id: int
    granted: bool

    @property
    def cause(self) -> str:
        return self.dedup_key.rsplit("/", 3)[0]

    @property
    def mark(self) -> str:
        return "/".join(self.dedup_key.rsplit("/", 2)[1:])
