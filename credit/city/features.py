"""Decisions on the matters of the catalogue about firms of the city, and some on people who do not exist."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import numpy as np

from credit.catalogue.schemas import Entry
from credit.catalogue.seeding.features import packaged
from supervision.city.features import pick, years_later
from supervision.city.firms.features import firms, people
from supervision.city.offices.features import offices
from supervision.city.schemas import CityFile, Firm, Office, Row, chance
from supervision.kernel.identifiers.resident import resident_check

LICENCE, PENALTY, PERSONAL = "sgs-2021-licence-legal", "sgs-2021-penalty-legal", "sgs-2021-licence-person"
LABELS = {LICENCE: "法人行政许可", PENALTY: "法人行政处罚", PERSONAL: "自然人行政许可"}
COUNTS = {LICENCE: 44, PENALTY: 26, PERSONAL: 8}
RECEIPTS = (0, 2, 5)
"""How many days before the last day files came in."""
OLDEST, LIVING, FINE, FRIDAY = 3, "存续", "罚款", 4
WORK_BEGINS = time(1, 30)
UNHURT = ("营业执照", "身份证件", "消费者")
"""Words of matters that would be odd about just any firm."""


def workday(day: date) -> date:
    """Return the day itself, or the Friday before it."""
    return day - timedelta(days=max(day.weekday() - FRIDAY, 0))


def files(last: date) -> list[CityFile]:
    """Return what the offices of the city report in the days up to the last: the same for the same day, its own files first."""
    found = [file for table in COUNTS for file in _files(table, last)]
    return sorted(found, key=lambda file: file.received, reverse=True)


def _files(table: str, last: date) -> Iterator[CityFile]:
    dice, kind = chance(table), "penalty" if table == PENALTY else "licence"
    by_code = {office.code: office for office in offices()}
    matters = [(code, entry) for code, entry in packaged() if entry.kind == kind and code in by_code and fits(entry, table)]
    known = [firm for firm in firms() if firm.state == LIVING and firm.parent is None]
    rows: dict[tuple[date, str], list[Row]] = {}
    for number in range(1, COUNTS[table] + 1):
        code, entry = matters[int(dice.integers(0, len(matters)))]
        came = workday(last - timedelta(days=RECEIPTS[number % len(RECEIPTS)]))
        day = workday(came - timedelta(days=int(dice.integers(1, OLDEST))))
        made = MAKERS[table](dice, known[int(dice.integers(0, len(known)))], entry, day, number)
        rows.setdefault((came, code), []).append({**made, **_reported(by_code[code], entry, kind, day, number)})
    for (came, code), found in sorted(rows.items()):
        received = datetime.combine(came, WORK_BEGINS, tzinfo=UTC)
        yield CityFile(table, code, f"{by_code[code].name}{LABELS[table]}{received:%m%d}.csv", received, found)


def fits(entry: Entry, table: str) -> bool:
    """Tell whether a matter can be about just any firm, and its decision is a plain one."""
    plain = table != PENALTY or FINE in entry.category
    return plain and not any(word in entry.name for word in UNHURT)


def _reported(office: Office, entry: Entry, kind: str, day: date, number: int) -> Row:
    word = "罚" if kind == "penalty" else "许可"
    return {
        "doc_no": f"云{office.short_name.removeprefix('市')}{word}〔{day.year}〕{day:%m%d}{number:02d}号",
        "occurred_on": day.isoformat(),
        "authority": office.name,
        "authority_code": office.uscc,
        "source_name": office.name,
        "source_code": office.uscc,
        "matter": entry.name,
        "matter_code": entry.code,
        "state": "1",
    }


def _firm(firm: Firm) -> dict[str, str]:
    return {"subject_name": firm.name, "party_kind": firm.party_kind, "code": firm.code, "legal_rep": firm.legal_rep}


def _licence(_dice: np.random.Generator, firm: Firm, entry: Entry, day: date, number: int) -> dict[str, str]:
    certificate = entry.aliases[0] if entry.aliases else f"{entry.name}证"[-64:]
    return {
        **_firm(firm),
        **_term(day),
        "title": "准予行政许可决定书",
        "category": entry.category or "普通",
        "certificate": certificate,
        "certificate_no": f"YT{day:%Y%m%d}{number:04d}",
        "content": f"准予{entry.name}",
    }


def _penalty(dice: np.random.Generator, firm: Firm, entry: Entry, day: date, _number: int) -> dict[str, str]:
    amount = int(dice.integers(2, 40)) * 1000
    violation = entry.name.removeprefix("对").removesuffix("的处罚")
    return {
        **_firm(firm),
        "violation": violation,
        "facts": f"{firm.name}{violation}，有现场检查笔录、询问笔录为证",
        "basis": entry.basis,
        "category": FINE,
        "result": f"罚款人民币{amount}元",
        "amount": f"{amount / 10_000:g}",
        "valid_to": "2099-12-31",
        "procedure": "普通程序",
        "severity": "一般" if amount >= 10_000 else "轻微",  # noqa: PLR2004  # a demonstration's own line
        "severity_basis": "本部门行政处罚裁量基准",
        "remedy_channel": "六十日内向云汀市人民政府申请复议，或六个月内提起行政诉讼",
        "effective_on": day.isoformat(),
    }


def _personal(dice: np.random.Generator, firm: Firm, entry: Entry, day: date, number: int) -> dict[str, str]:
    """A licence for somebody whose number says that he was born before there were any."""
    body = f"{firm.division}1900{number % 12 + 1:02d}{number % 28 + 1:02d}{number:03d}"
    return {
        **{name: value for name, value in _licence(dice, firm, entry, day, number).items() if name not in _firm(firm)},
        "subject_name": pick(dice, people()),
        "party_kind": "自然人",
        "document_kind": "身份证",
        "document_no": body + resident_check(body),
    }


def _term(day: date) -> dict[str, str]:
    return {"valid_from": day.isoformat(), "valid_to": years_later(day, 5).isoformat()}


MAKERS: dict[str, Any] = {LICENCE: _licence, PENALTY: _penalty, PERSONAL: _personal}


def kinds() -> Sequence[str]:
    """Return the tables in which the city reports."""
    return tuple(COUNTS)
