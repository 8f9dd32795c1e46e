"""Rows of every kind of record, and the slips that real files have."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np

from supervision.city.features import pick, some_day, spoiled, years_later
from supervision.city.offices.features import offices
from supervision.city.schemas import LAST_DAY, RECEIVED_LATER, CityFile, Firm, Office, Row, chance, words

COUNTS = {
    "licence": 2400,
    "penalty": 700,
    "inspection": 2000,
    "list_entry": 160,
    "honour": 150,
    "report": 1800,
    "complaint": 300,
    "sampling": 240,
    "pledge": 60,
    "commitment": 240,
}
FILENAMES = {
    "licence": "行政许可",
    "penalty": "行政处罚",
    "inspection": "检查结果",
    "list_entry": "名单",
    "honour": "荣誉",
    "report": "年报公示",
    "complaint": "投诉举报",
    "sampling": "抽检结果",
    "pledge": "股权出质",
    "commitment": "信用承诺",
}
RECENT = date(2022, 1, 4)
IN_DISTRICT = 0.4
NAME_ONLY, WRONG_CODE, LOWER_CASE = 0.03, 0.05, 0.06
Maker = Callable[[np.random.Generator, Firm, Office, dict[str, Any], int], dict[str, str]]


def record_files(firms: Sequence[Firm]) -> list[CityFile]:
    """Return one file per kind and reporting office."""
    return [file for kind in COUNTS for file in files_of(kind, firms)]


def files_of(kind: str, firms: Sequence[Firm]) -> list[CityFile]:
    """Return the files of a kind: each row goes to the office that such a matter belongs to."""
    dice = chance(kind)
    by_code = {office.code: office for office in offices()}
    rows: dict[str, list[Row]] = {}
    for number in range(1, COUNTS[kind] + 1):
        matter = _matter(dice, kind)
        firm = firms[int(dice.integers(0, len(firms)))]
        office = _responsible(dice, matter["office"], firm, by_code)
        made = MAKERS[kind](dice, firm, office, matter, number)
        rows.setdefault(office.code, []).append({**_party(dice, firm), **made})
    return [
        CityFile(kind, code, f"{by_code[code].name}{FILENAMES[kind]}.csv", RECEIVED_LATER, found)
        for code, found in rows.items()
    ]


def _responsible(dice: np.random.Generator, code: str, firm: Firm, by_code: Mapping[str, Office]) -> Office:
    """Return the office of the firm's own district for two matters in five, where the district has one."""
    own = by_code.get(f"{code}-{firm.division}")
    return own if own is not None and dice.random() < IN_DISTRICT else by_code[code]


def _matter(dice: np.random.Generator, kind: str) -> dict[str, Any]:
    """Return what the record is about; kinds without a list of their own belong to the market office."""
    matters = words("records").get(kind, [{"office": "market"}])
    chosen: dict[str, Any] = matters[int(dice.integers(0, len(matters)))]
    return chosen


def _party(dice: np.random.Generator, firm: Firm) -> dict[str, str]:
    """Return how the firm is named in a record: mostly right, sometimes without a code, mistyped or in lower case."""
    throw = dice.random()
    code = firm.code
    if throw < NAME_ONLY:
        return {"subject_name": firm.name}
    if throw < WRONG_CODE:
        code = spoiled(code)
    elif throw < LOWER_CASE:
        code = code.lower()
    return {"subject_name": firm.name, "code": code, "party_kind": firm.party_kind}


def _number(office: Office, word: str, day: date, number: int) -> str:
    return f"云{office.short_name.removeprefix('市')}{word}〔{day.year}〕{number}号"


def _licence(dice: np.random.Generator, firm: Firm, office: Office, matter: dict[str, Any], number: int) -> dict[str, str]:
    day = some_day(dice, first=max(firm.established_on, RECENT))
    return {
        "item": f"{matter['item']}决定书",
        "doc_no": _number(office, "许可", day, number),
        "category": matter["category"],
        "certificate": matter["certificate"],
        "certificate_no": f"YT{firm.division}{day.year}{number:06d}",
        "content": firm.scope,
        "occurred_on": day.isoformat(),
        "valid_from": day.isoformat(),
        "valid_to": years_later(day, matter["years"]).isoformat(),
        **_authority(office),
        "result": "有效",
    }


def _penalty(dice: np.random.Generator, firm: Firm, office: Office, matter: dict[str, Any], number: int) -> dict[str, str]:
    day = some_day(dice, first=max(firm.established_on, RECENT))
    amount = round(float(dice.uniform(matter["low"], matter["high"])), 2)
    words_of_it = f"处以罚款{amount}万元" if amount else "给予警告"
    return {
        "doc_no": _number(office, "罚", day, number),
        "item": matter["item"],
        "facts": f"{firm.name}{matter['item']}，经现场检查和询问核实。",
        "basis": matter["basis"],
        "category": matter["category"],
        "result": words_of_it,
        "amount": str(amount) if amount else "",
        "occurred_on": day.isoformat(),
        **_authority(office),
    }


def _inspection(dice: np.random.Generator, firm: Firm, office: Office, matter: dict[str, Any], number: int) -> dict[str, str]:
    day = some_day(dice, first=max(firm.established_on, RECENT))
    return {
        "doc_no": _number(office, "检", day, number),
        "task": f"{day.year}年{matter['task']}",
        "item": matter["item"],
        "category": matter["category"],
        "occurred_on": day.isoformat(),
        "result": pick(dice, words("records")["results"]),
        "officers": f"检查人员 YT-{dice.integers(100, 400):04d}、检查人员 YT-{dice.integers(400, 700):04d}",
        **_authority(office),
    }


def _list_entry(dice: np.random.Generator, firm: Firm, office: Office, matter: dict[str, Any], number: int) -> dict[str, str]:
    day = some_day(dice, first=max(firm.established_on, RECENT), last=LAST_DAY - timedelta(days=60))
    removed = dice.random() < 0.4  # noqa: PLR2004  # two in five are off the list again
    row = {
        "list_name": matter["list_name"],
        "category": matter["category"],
        "doc_no": _number(office, "列", day, number),
        "item": matter["item"],
        "occurred_on": day.isoformat(),
        "result": "已移出" if removed else "在列",
        **_authority(office),
    }
    out = some_day(dice, first=day + timedelta(days=30))
    return {**row, "valid_to": out.isoformat(), "removed_reason": "已履行义务"} if removed else row


def _honour(dice: np.random.Generator, firm: Firm, office: Office, matter: dict[str, Any], number: int) -> dict[str, str]:
    day = some_day(dice, first=max(firm.established_on, RECENT))
    return {
        "item": matter["item"],
        "category": matter["category"],
        "year": str(day.year),
        "doc_no": _number(office, "评", day, number),
        "occurred_on": day.isoformat(),
        **_authority(office),
    }


def _report(dice: np.random.Generator, firm: Firm, office: Office, _matter: dict[str, Any], number: int) -> dict[str, str]:
    year = int(dice.integers(max(firm.established_on.year, 2021), 2026))
    employees, revenue = int(dice.integers(1, 300)), round(float(dice.gamma(2, 400)), 2)
    return {
        "year": str(year),
        "item": "年度报告",
        "occurred_on": some_day(dice, first=date(year + 1, 1, 4), last=min(date(year + 1, 6, 30), LAST_DAY)).isoformat(),
        "category": "公示",
        "result": "已公示",
        "employees": str(employees),
        "revenue": str(revenue),
        "profit": str(round(revenue * float(dice.normal(0.06, 0.05)), 2)),
        "doc_no": f"NB{year}{firm.division}{number:06d}",
        **_authority(office),
    }


def _complaint(dice: np.random.Generator, firm: Firm, office: Office, _matter: dict[str, Any], number: int) -> dict[str, str]:
    day = some_day(dice, first=max(firm.established_on, RECENT), last=LAST_DAY - timedelta(days=30))
    return {
        "doc_no": f"TS{day:%Y%m%d}{number:05d}",
        "category": pick(dice, ["投诉", "举报"]),
        "item": pick(dice, words("records")["complaints"]),
        "occurred_on": day.isoformat(),
        "closed_on": (day + timedelta(days=int(dice.integers(1, 30)))).isoformat(),
        "result": pick(dice, words("records")["closings"]),
        **_authority(office),
    }


def _sampling(dice: np.random.Generator, firm: Firm, office: Office, _matter: dict[str, Any], number: int) -> dict[str, str]:
    day = some_day(dice, first=max(firm.established_on, RECENT))
    samples = words("records")["samples"]
    sample = samples[int(dice.integers(0, len(samples)))]
    failed = dice.random() < 0.08  # noqa: PLR2004  # about the rate of real samplings
    row = {
        "doc_no": f"CJ{day:%Y%m%d}{number:05d}",
        "item": sample["item"],
        "category": "监督抽检",
        "occurred_on": day.isoformat(),
        "result": "不合格" if failed else "合格",
        **_authority(office),
    }
    return {**row, "failed_item": sample["failed"]} if failed else row


def _pledge(dice: np.random.Generator, firm: Firm, office: Office, _matter: dict[str, Any], number: int) -> dict[str, str]:
    day = some_day(dice, first=max(firm.established_on, RECENT))
    return {
        "doc_no": f"CZ{firm.division}{day.year}{number:05d}",
        "category": "股权出质",
        "item": f"{firm.name}股权",
        "amount": str(int(firm.capital * float(dice.uniform(0.1, 0.9)))),
        "holder": "云汀岚溪商业银行（虚构）",
        "occurred_on": day.isoformat(),
        "result": "有效",
        **_authority(office),
    }


def _commitment(dice: np.random.Generator, firm: Firm, office: Office, _matter: dict[str, Any], number: int) -> dict[str, str]:
    day = some_day(dice, first=max(firm.established_on, RECENT))
    return {
        "doc_no": f"CN{day.year}{number:06d}",
        "item": pick(dice, words("records")["commitments"]),
        "category": "主动型",
        "occurred_on": day.isoformat(),
        "valid_to": years_later(day, 2).isoformat(),
        "result": "履行中",
        **_authority(office),
    }


def _authority(office: Office) -> dict[str, str]:
    return {"authority": office.name, "authority_code": office.uscc}


MAKERS: dict[str, Maker] = {
    "licence": _licence,
    "penalty": _penalty,
    "inspection": _inspection,
    "list_entry": _list_entry,
    "honour": _honour,
    "report": _report,
    "complaint": _complaint,
    "sampling": _sampling,
    "pledge": _pledge,
    "commitment": _commitment,
}
