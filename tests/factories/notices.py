"""Registrations and notices as the rules of routing see them, in memory."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from supervision.notices.pushing.reconciling.schemas import Moves
from supervision.notices.pushing.schemas import UNKNOWN_DIVISION, Matter, Place, Spell, Standing, Told
from supervision.notices.states import NoticeKind, NoticeState, PoolReason

FIRST_DAY = date(2026, 3, 2)
NORTH, SOUTH = "990102", "990103"
CITY_ITEM = "C"
"""The item that is decided at the city, wherever the firm is; every other has an office in the north and the south."""
NOBODYS_ITEM = "N"
"""The item that no office decides."""
NO_ITEM = Matter(ground=PoolReason.NO_ITEM, text="无需审批")


def item(code: str) -> Matter:
    return Matter(item=code, function="market", name=f"事项{code}", certainty=0.99)


def doubt(code: str) -> Matter:
    return Matter(item=code, ground=PoolReason.DOUBT, name=f"事项{code}", certainty=0.6)


def find(matter: Matter, division: str | None, _on: date) -> Place:
    """Offices of a small city: north 10, south 20, the city 1."""
    if matter.ground is not None:
        return Place(None, matter.ground, matter.text)
    if division is None:
        return Place(None, PoolReason.DIVISION_UNKNOWN)
    if matter.item == NOBODYS_ITEM:
        return Place(None, PoolReason.NO_OFFICE)
    return Place(1 if matter.item == CITY_ITEM else {NORTH: 10, SOUTH: 20}[division])


def told(
    number: int,
    kind: str = "establishment",
    items: str | None = "A",
    *,
    day: int | None = None,
    division: str | None = NORTH,
    former: str | None = None,
    former_division: str | None = None,
    version: int = 1,
) -> Told:
    """Return business number `number`; capitals in `items` are items, small letters doubts, nothing at all is no item."""
    return Told(
        entry_id=number * 10 + version,
        cause=f"7/B{number:03d}",
        version=version,
        kind=NoticeKind(kind),
        occurred_on=FIRST_DAY + timedelta(days=number if day is None else day),
        received_on=FIRST_DAY,
        registrar_id=7,
        subject_id=1,
        name="云汀砚山食品有限公司",
        code=None,
        division=division,
        former_division=former_division,
        catalogue_version_id=1,
        matters=None if items is None else matters(items),
        former=None if former is None else matters(former),
    )


def matters(letters: str) -> tuple[Matter, ...]:
    found = tuple(item(letter) if letter.isupper() else doubt(letter.upper()) for letter in letters)
    return found or (NO_ITEM,)


class Desk:
    """Notices in memory: carries out moves as the database would."""

    def __init__(self) -> None:
        self.notices: dict[int, Standing] = {}

    @property
    def states(self) -> dict[str, str]:
        return {one.dedup_key: str(one.state) for one in self.notices.values()}

    @property
    def open(self) -> set[str]:
        return {one.dedup_key for one in self.notices.values() if one.state in {"pooled", "pushed", "received"}}

    def standing(self) -> list[Standing]:
        return list(self.notices.values())

    def change(self, notice_id: int, **values: object) -> None:
        one = self.notices[notice_id]
        kept = {name: getattr(one, name) for name in Standing.__slots__}
        self.notices[notice_id] = Standing(**{**kept, **values})  # type: ignore[arg-type]  # a test names the columns

    def carry_out(self, moves: Moves) -> None:
        for standing, spell in moves.adopted:
            self.change(standing.notice_id, dedup_key=spell.dedup_key, entry_id=spell.began.entry_id, division=spell.division)
        for standing, spell in moves.reinstated:
            self.change(standing.notice_id, state=_state(spell), entry_id=spell.began.entry_id)
        for spell in moves.made:
            state = NoticeState.WITHDRAWN if spell.ending else _state(spell)
            self._make(spell.dedup_key, spell.began, state, spell.division, spell.place.department_id)
        for farewell in moves.farewells:
            place = farewell.granted.department_id
            self._make(farewell.dedup_key, farewell.told, NoticeState.PUSHED, farewell.spell.division, place)
        for one in moves.withdrawn:
            self.change(one.standing.notice_id, state=NoticeState.WITHDRAWN)

    def _make(self, key: str, cause: Told, state: NoticeState, division: str | None, department_id: int | None) -> None:
        assert key not in self.states, f"{key} made twice"
        number = len(self.notices) + 1
        self.notices[number] = Standing(number, key, cause.kind, state, division, department_id, cause.entry_id, granted=False)


def _state(spell: Spell) -> NoticeState:
    return NoticeState.PUSHED if spell.place.department_id else NoticeState.POOLED


def newest(entries: Iterable[Told]) -> list[Told]:
    """Return of every business its newest version."""
    found: dict[str, Told] = {}
    for one in entries:
        if one.cause not in found or found[one.cause].version < one.version:
            found[one.cause] = one
    return list(found.values())


ENDS = {NoticeKind.REVOCATION, NoticeKind.CANCELLATION}


def oracle(entries: Sequence[Told]) -> dict[str, str]:
    """Say what must be, entry by entry and item by item: asked for here and not before begins, not asked for later ends."""
    order = {NoticeKind.ESTABLISHMENT: 0, NoticeKind.REVOCATION: 2, NoticeKind.CANCELLATION: 3}
    course = sorted(newest(entries), key=lambda one: (one.occurred_on, order.get(one.kind, 1), one.cause))
    asked = [_asked(one) for one in course]
    expected: dict[str, str] = {}
    for place, one in enumerate(course):
        before = asked[place - 1] if place else _assumed(one)
        for key, where in asked[place].items():
            if before.get(key) == where:
                continue
            ended = any(later.get(key) != where for later in asked[place + 1 :])
            name = f"{one.cause}/{one.division or UNKNOWN_DIVISION}/{key}"
            live = "pushed" if where.startswith("office") else "pooled"
            expected[name] = "withdrawn" if ended else live
    return expected


def _asked(one: Told) -> dict[str, str]:
    return {} if one.kind in ENDS else {_key(matter): _where(matter, one.division) for matter in one.matters or ()}


def _assumed(one: Told) -> dict[str, str]:
    if one.kind is NoticeKind.ESTABLISHMENT:
        return {}
    return {_key(matter): _where(matter, one.former_division or one.division) for matter in one.former or ()}


def _key(matter: Matter) -> str:
    return f"{matter.item or '-'}/{matter.function or matter.ground}"


def _where(matter: Matter, division: str | None) -> str:
    if matter.ground is None and division is not None and matter.item != NOBODYS_ITEM:
        return "office of the city" if matter.item == CITY_ITEM else f"office of {division}"
    return f"pool of {division}"
