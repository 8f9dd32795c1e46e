"""The public catalogue as files: whole, with its date and the number of its items, so that a part is not taken for all."""

import csv
import io
import json
from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from credit.catalogue.rules import KINDS
from credit.catalogue.schemas import Listed

COLUMNS: Final = {
    "code": "事项编码",
    "name": "事项名称",
    "kind": "事项种类",
    "category": "类别",
    "basis": "设定依据",
    "department": "实施部门",
    "division": "行政区划",
    "state": "状态",
    "valid_from": "生效日期",
    "version": "版本",
    "confidence": "可信度",
}
BOM: Final = "\ufeff"
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def public_row(one: Listed) -> dict[str, Any]:
    """Return what the public may know of an item: neither who wrote it nor why it was reviewed as it was."""
    return {
        "code": one.code,
        "name": one.name,
        "kind": KINDS[one.kind],
        "category": one.category,
        "basis": one.basis,
        "department": one.department,
        "division": one.division,
        "state": one.use.label,
        "valid_from": one.valid_from.isoformat(),
        "version": one.number,
        "confidence": one.confidence.label,
    }


def as_csv(items: Sequence[Listed]) -> str:
    """Return items as CSV; what a spreadsheet would take for a formula is kept as text."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(COLUMNS.values())
    writer.writerows([_plain(value) for value in public_row(one).values()] for one in items)
    return BOM + file.getvalue()


def as_json(items: Sequence[Listed], *, on: date) -> str:
    """Return items as JSON with their number and date."""
    said = {"on": on.isoformat(), "total": len(items), "complete": True, "items": [public_row(one) for one in items]}
    return json.dumps(said, ensure_ascii=False, indent=1)


def _plain(value: object) -> object:
    text = "" if value is None else value
    return f"'{text}" if isinstance(text, str) and text.startswith(FORMULA) else text
