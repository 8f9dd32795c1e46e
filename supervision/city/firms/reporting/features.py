"""Registration files: the whole register first, then changes, and what the tax office knows otherwise."""

from collections.abc import Sequence

from supervision.city.features import pick, some_day
from supervision.city.firms.features import people
from supervision.city.offices.features import REGISTRAR
from supervision.city.schemas import RECEIVED_FIRST, RECEIVED_LATER, CityFile, Firm, Row, chance, words

CHANGED = 150
TAX_KNOWS = 120
CITY = "云汀市"


def registration_files(firms: Sequence[Firm]) -> list[CityFile]:
    """Return the register, its changes, and the tax office's view of some firms."""
    return [
        CityFile("registration", REGISTRAR, "云汀市经营主体登记.csv", RECEIVED_FIRST, [_registered(firm) for firm in firms]),
        CityFile("registration", REGISTRAR, "云汀市经营主体变更登记.csv", RECEIVED_LATER, _changes(firms)),
        CityFile("registration", "tax", "云汀市税务登记户.csv", RECEIVED_LATER, _as_tax_knows(firms)),
    ]


def _registered(firm: Firm) -> Row:
    return {
        "name": firm.name,
        "code": firm.code,
        "established_on": firm.established_on.isoformat(),
        "type_name": firm.type_name,
        "legal_rep": firm.legal_rep,
        "capital_text": f"{firm.capital}万元人民币" if firm.capital else "",
        "industry": firm.industry,
        "scope": firm.scope,
        "province_name": CITY,
        "region_name": firm.district,
        "address": firm.address,
        "telephone": firm.telephone,
        "state_name": firm.state,
    }


def _changes(firms: Sequence[Firm]) -> list[Row]:
    """Return renamed firms, which a person will confirm, and firms with another address, capital or representative."""
    dice = chance("changes")
    renamed = [firm for firm in firms if firm.later_name]
    others = [firm for firm in firms if not firm.later_name and not firm.parent]
    chosen = [others[place] for place in dice.choice(len(others), CHANGED, replace=False)]
    rows = [{**_registered(firm), "name": firm.later_name or firm.name} for firm in renamed]
    for firm in chosen:
        street = pick(dice, words("city")["streets"])
        change = {
            "address": f"{CITY}{firm.district}{street}{dice.integers(300, 600)}号",
            "capital_text": f"{firm.capital * 2}万元人民币",
            "legal_rep": pick(dice, people()),
        }
        field = pick(dice, list(change))
        rows.append({**_registered(firm), field: change[field]})
    dated = [some_day(dice, first=RECEIVED_FIRST.date()).isoformat() for _ in rows]
    return [{**row, "approved_on": day} for row, day in zip(rows, dated, strict=True)]


def _as_tax_knows(firms: Sequence[Firm]) -> list[Row]:
    """Return what the tax office has on file: for every third firm another telephone or address than the register."""
    dice = chance("tax")
    rows: list[Row] = []
    for number, place in enumerate(dice.choice(len(firms), TAX_KNOWS, replace=False)):
        firm = firms[int(place)]
        row = {
            name: value
            for name, value in _registered(firm).items()
            if name in {"name", "code", "legal_rep", "address", "telephone"}
        }
        if number % 3 == 0:
            row["telephone"] = f"0990-{dice.integers(2_000_000, 8_999_999)}"
        if number % 6 == 0:
            row["address"] = f"{CITY}{firm.district}{pick(dice, words('city')['streets'])}{dice.integers(600, 900)}号"
        rows.append(row)
    return rows
