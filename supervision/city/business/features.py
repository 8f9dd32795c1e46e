"""A few hundred registrations of the last three weeks: new firms, and changes and ends of firms that are known."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import count
from typing import Any

import numpy as np

from supervision.city.features import pick, random_uscc
from supervision.city.firms.features import firms, people
from supervision.city.schemas import Firm, chance, words
from supervision.kernel.clock import SHANGHAI
from supervision.registration.recording.schemas import NewEntry

WEEKS_BACK = 21
A_DAY = 9
SATURDAY = 5
HALF = 0.5
LIVING = "存续"


@dataclass(frozen=True, slots=True)
class Business:
    """One registration: which registrar sends it, and when it comes."""

    office: str
    received: datetime
    entry: NewEntry


def weeks(last_day: date) -> list[Business]:
    """Return what was registered in the weeks up to a day, in the order in which it came; the same for the same day."""
    dice = chance("business")
    known = [firm for firm in firms() if firm.state == LIVING and firm.parent is None]
    chosen = iter(dice.permutation(len(known)))
    numbers = count(1)
    found: list[Business] = []
    for back in range(WEEKS_BACK, -1, -1):
        day = last_day - timedelta(days=back)
        if day.weekday() < SATURDAY:
            opened = [item for item in found if item.entry.kind == "establishment"]
            found += [_business(dice, day, next(numbers), known[int(next(chosen))]) for _ in range(A_DAY)]
            found += [_second_thought(dice, day, next(numbers), item) for item in _some(dice, opened)]
    return [*found, *_oddities(dice, last_day, numbers)]


def _some(dice: np.random.Generator, opened: list[Business]) -> list[Business]:
    """Choose two of the firms that opened before."""
    return [opened[int(place)] for place in dice.choice(len(opened), 2, replace=False)] if len(opened) > 1 else []


def _second_thought(dice: np.random.Generator, day: date, number: int, opened: Business) -> Business:
    """A firm of these weeks gives up part of what it meant to do, or all of it."""
    first, _, rest = (opened.entry.scope or "").partition("；")
    said = {name: getattr(opened.entry, name) for name in ("code", "name", "type_name", "legal_rep", "address")}
    division = str(opened.entry.division)
    if dice.random() < HALF:
        return _sent(division, day, number, kind="scope_change", scope=rest or first, **said)
    return _sent(division, day, number, kind="cancellation", scope=opened.entry.scope, **said)


def _business(dice: np.random.Generator, day: date, number: int, firm: Firm) -> Business:
    throw = dice.random()
    for share, make in SHARES:
        if throw < share:
            return make(dice, day, number, firm)
    return _opening(dice, day, number, firm)


def _at(day: date, number: int) -> datetime:
    """Return a moment within office hours, later numbers later."""
    return datetime.combine(day, time(9, 0), SHANGHAI) + timedelta(minutes=number % A_DAY * 45)


def _sent(division: str, day: date, number: int, **said: Any) -> Business:
    entry = NewEntry(source_no=f"YT{day:%Y%m%d}{number:04d}", occurred_on=day.isoformat(), division=division, **said)
    return Business(f"market-{division}", _at(day, number), entry)


def _opening(dice: np.random.Generator, day: date, number: int, _firm: Firm) -> Business:
    """A new firm."""
    city, kinds = words("city"), words("business")["openings"]
    district = city["districts"][int(dice.integers(0, len(city["districts"])))]
    kind = kinds[int(dice.integers(0, len(kinds)))]
    brand = pick(dice, city["brand_first"]) + pick(dice, city["brand_second"]) + pick(dice, city["brand_first"])
    return _sent(
        district["code"],
        day,
        number,
        kind="establishment",
        code=random_uscc(dice, "91", district["code"]),
        name=f"云汀{brand}{kind['word']}有限公司",
        type_name="有限责任公司（自然人投资或控股）",
        legal_rep=pick(dice, people()),
        scope=kind["scope"],
        address=f"{city['city']['name']}{district['name']}{pick(dice, city['streets'])}{dice.integers(1, 300)}号",
        telephone=f"0990-{dice.integers(2_000_000, 8_999_999)}",
    )


def _as_known(firm: Firm) -> dict[str, Any]:
    name = firm.later_name or firm.name
    return {"code": firm.code, "name": name, "type_name": firm.type_name, "legal_rep": firm.legal_rep}


def _wider(dice: np.random.Generator, day: date, number: int, firm: Firm) -> Business:
    """A known firm takes something up."""
    scope = f"{firm.scope}；{pick(dice, words('business')['additions'])}"
    return _sent(firm.division, day, number, kind="scope_change", scope=scope, address=firm.address, **_as_known(firm))


def _moved(dice: np.random.Generator, day: date, number: int, firm: Firm) -> Business:
    """A known firm moves to another district."""
    city = words("city")
    others = [district for district in city["districts"] if district["code"] != firm.division]
    there = others[int(dice.integers(0, len(others)))]
    address = f"{city['city']['name']}{there['name']}{pick(dice, city['streets'])}{dice.integers(1, 300)}号"
    return _sent(there["code"], day, number, kind="address_change", scope=firm.scope, address=address, **_as_known(firm))


def _cancelled(_dice: np.random.Generator, day: date, number: int, firm: Firm) -> Business:
    return _sent(firm.division, day, number, kind="cancellation", scope=firm.scope, address=firm.address, **_as_known(firm))


def _revoked(_dice: np.random.Generator, day: date, number: int, firm: Firm) -> Business:
    return _sent(firm.division, day, number, kind="revocation", scope=firm.scope, address=firm.address, **_as_known(firm))


SHARES = ((0.14, _wider), (0.22, _moved), (0.26, _cancelled), (0.28, _revoked))


def _oddities(dice: np.random.Generator, last_day: date, numbers: "count[int]") -> Iterator[Business]:
    """What goes wrong every day: no scope, garbled letters, a place that nobody knows, a code that is missing."""
    firm = firms()[0]
    for scope in words("business")["odd_scopes"]:
        odd = _opening(dice, last_day, next(numbers), firm)
        yield _changed(odd, scope=scope)
    yield _changed(_opening(dice, last_day, next(numbers), firm), division="996699", scope="餐饮服务")
    yield _changed(_opening(dice, last_day, next(numbers), firm), division="云江市滨江新区", scope="药品零售")
    yield _changed(_opening(dice, last_day, next(numbers), firm), code="")
    yield _changed(_opening(dice, last_day, next(numbers), firm), name="")


def _changed(business: Business, **values: str) -> Business:
    said = {name: getattr(business.entry, name) for name in NewEntry.__slots__}
    return Business(business.office, business.received, NewEntry(**{**said, **values}))
