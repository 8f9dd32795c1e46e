"""One list of powers per office, drawn from the matters on which it reports."""

from supervision.city.offices.features import offices
from supervision.city.schemas import RECEIVED_FIRST, CityFile, Office, Row, words

KINDS = (("licence", "行政许可"), ("penalty", "行政处罚"), ("inspection", "行政检查"))


def power_files() -> list[CityFile]:
    """Return the lists of those offices that have powers in the matters of the city."""
    files = []
    for office in offices():
        rows = [row for kind, word in KINDS for row in _powers(office, kind, word)]
        if rows:
            files.append(CityFile("power", office.code, f"{office.name}权责清单.csv", RECEIVED_FIRST, rows))
    return files


def _powers(office: Office, kind: str, word: str) -> list[Row]:
    matters = [item for item in words("records")[kind] if item["office"] == office.code.partition("-")[0]]
    return [
        {
            "authority": office.name,
            "number": f"{office.uscc[2:8]}-{office.uscc[8:16]}-{kind[:1].upper()}{number:03d}",
            "name": f"对{item['item']}的处罚" if kind == "penalty" else item["item"],
            "kind": word,
            "penalty_kinds": item["category"] if kind == "penalty" else "",
            "basis": item.get("basis", "由本部门公布的权责清单规定"),
            "level": "市级" if office.parent is None else "区级",
        }
        for number, item in enumerate(matters, start=1)
    ]
