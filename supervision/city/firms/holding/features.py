"""One file of shareholders, executives and legal representatives."""

from collections.abc import Iterator, Sequence

import numpy as np

from supervision.city.features import pick, some_day
from supervision.city.firms.features import people
from supervision.city.offices.features import REGISTRAR
from supervision.city.schemas import LAST_DAY, RECEIVED_FIRST, CityFile, Firm, Row, chance

RING = 4
HELD_BY_HUB = 25
OWNED_BY_FIRM = 0.25
MOST_HOLDERS = 4
POSITIONS = ("执行董事", "监事", "经理")


def relation_files(firms: Sequence[Firm]) -> list[CityFile]:
    """Return who holds and leads which company."""
    companies = [firm for firm in firms if firm.kind == "enterprise" and firm.parent is None]
    held = [*_ordinary(companies), *_ring(companies[:RING]), *_hub(companies[RING], companies[-HELD_BY_HUB:])]
    rows = [*held, *_branches(firms)]
    return [CityFile("relation", REGISTRAR, "云汀市股东和主要人员.csv", RECEIVED_FIRST, rows)]


def _ordinary(companies: Sequence[Firm]) -> Iterator[Row]:
    dice = chance("holders")
    for firm in companies:
        yield _led_by(firm, "法定代表人", "", firm.legal_rep)
        for position in POSITIONS[: int(dice.integers(1, len(POSITIONS) + 1))]:
            yield _led_by(firm, "主要人员", position, pick(dice, people()))
        if firm not in companies[:RING] and firm not in companies[-HELD_BY_HUB:]:
            yield from _holders(dice, firm, companies)


def _holders(dice: np.random.Generator, firm: Firm, companies: Sequence[Firm]) -> Iterator[Row]:
    """Split the firm among one to four holders; every fourth first holder is another company."""
    cuts = np.sort(dice.choice(np.arange(5, 100, 5), int(dice.integers(0, MOST_HOLDERS)), replace=False))
    shares = np.diff(np.concatenate([[0], cuts, [100]]))
    names = dice.choice(people(), len(shares), replace=False)
    owner = companies[int(dice.integers(0, len(companies)))]
    for place, share in enumerate(shares):
        if place == 0 and owner is not firm and dice.random() < OWNED_BY_FIRM:
            yield _owned(dice, firm, owner, int(share))
        else:
            yield {**_held(dice, firm, int(share)), "holder_name": str(names[place]), "holder_kind": "自然人股东"}


def _ring(firms: Sequence[Firm]) -> Iterator[Row]:
    """Let each of these own most of the next one, and the last the first."""
    dice = chance("ring")
    for owner, firm in zip(firms, [*firms[1:], firms[0]], strict=True):
        yield _owned(dice, firm, owner, 60)
        yield {**_held(dice, firm, 40), "holder_name": pick(dice, people()), "holder_kind": "自然人股东"}


def _hub(owner: Firm, firms: Sequence[Firm]) -> Iterator[Row]:
    """Let one company own many whole."""
    dice = chance("hub")
    for firm in firms:
        yield _owned(dice, firm, owner, 100)


def _branches(firms: Sequence[Firm]) -> Iterator[Row]:
    """Name the branches of each parent, as the register lists them."""
    known = {firm.code: firm for firm in firms}
    for branch in firms:
        if branch.parent is not None:
            parent = known[branch.parent]
            office = {"role": "分支机构", "holder_name": branch.name, "holder_code": branch.code}
            yield {"name": parent.name, "code": parent.code, **office, "valid_from": branch.established_on.isoformat()}


def _owned(dice: np.random.Generator, firm: Firm, owner: Firm, share: int) -> Row:
    holder = {"holder_name": owner.name, "holder_code": owner.code, "holder_kind": "企业法人"}
    return {**_held(dice, firm, share), **holder}


def _held(dice: np.random.Generator, firm: Firm, share: int) -> Row:
    return {
        "name": firm.name,
        "code": firm.code,
        "role": "股东",
        "share": str(share),
        "subscribed": str(firm.capital * share / 100),
        "valid_from": some_day(dice, first=firm.established_on, last=LAST_DAY).isoformat(),
    }


def _led_by(firm: Firm, role: str, position: str, person: str) -> Row:
    return {"name": firm.name, "code": firm.code, "role": role, "position": position, "holder_name": person}
