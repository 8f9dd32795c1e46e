"""What has to be written so that what was told is what must have been told."""

from dataclasses import dataclass, field

from supervision.notices.pushing.schemas import Ending, Spell, Standing, Told


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A notice that is no longer asked for; one that nobody works on any more only hears of it."""

    standing: Standing
    reason: str
    told: Told | None


@dataclass(frozen=True, slots=True)
class Message:
    """Something that a holder must know while the notice stays where it is."""

    standing: Standing
    told: Told
    text: str


@dataclass(frozen=True, slots=True)
class Farewell:
    """Who granted a permit is told that the firm was revoked or cancelled: a notice of its own."""

    granted: Standing
    spell: Spell
    told: Told

    @property
    def dedup_key(self) -> str:
        return f"{self.told.cause}/{self.spell.dedup_key.rsplit('/', 3)[1]}/{self.spell.mark}"


@dataclass(slots=True)
class Moves:
    """Everything that has to be done, in sets."""

    made: list[Spell] = field(default_factory=list)
    farewells: list[Farewell] = field(default_factory=list)
    withdrawn: list[Withdrawal] = field(default_factory=list)
    reinstated: list[tuple[Standing, Spell]] = field(default_factory=list)
    adopted: list[tuple[Standing, Spell]] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)

    def add(self, other: "Moves") -> None:
        """Take in what has to be done about another firm."""
        for name in self.__slots__:
            getattr(self, name).extend(getattr(other, name))

    @property
    def ended(self) -> list[tuple[Spell, Ending]]:
        """Return the new notices that were over before they could be told."""
        return [(spell, spell.ending) for spell in self.made if spell.ending]
