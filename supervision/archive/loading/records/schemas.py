"""The kinds of record and their fields, read from `data/fields.csv`: a deployment changes the file, not the code."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from supervision.intake.kinds import Field, FieldType

FIELDS_FILE = Path(__file__).parent / "data" / "fields.csv"
PARTY = (
    "subject_name",
    "code",
    "regno",
    "org_code",
    "tax_no",
    "institution_no",
    "association_no",
    "document_no",
    "party_kind",
)
STORED = (
    "doc_no",
    "item",
    "category",
    "result",
    "authority",
    "authority_code",
    "occurred_on",
    "amount",
    "valid_from",
    "valid_to",
)


@dataclass(frozen=True, slots=True)
class RecordKind:
    """How one kind of record is told apart from another of its kind, and how it reads on a timeline.

    `key` are the fields that, with the counterpart, make a business key where a document number stands; `told` are the fields
    of the timeline's line.
    """

    name: str
    label: str
    key: tuple[str, ...] = ("authority", "doc_no", "occurred_on")
    told: tuple[str, ...] = ("authority", "item", "result")
    weighty: tuple[str, ...] = ("amount", "category")

    @property
    def fields(self) -> tuple[Field, ...]:
        return fields_of(self.name)


KINDS = (
    RecordKind("licence", "行政许可", told=("authority", "item", "certificate", "doc_no")),
    RecordKind("penalty", "行政处罚", told=("authority", "category", "item", "doc_no")),
    RecordKind(
        "inspection", "检查结果", key=("authority", "doc_no", "occurred_on", "item"), told=("authority", "category", "result")
    ),
    RecordKind("list_entry", "名单信息", told=("authority", "list_name", "category", "item")),
    RecordKind("honour", "荣誉与评价", key=("authority", "doc_no", "item"), told=("authority", "item", "category", "year")),
    RecordKind("report", "年报与即时信息", key=("doc_no", "year", "item"), told=("year", "item", "result")),
    RecordKind("complaint", "投诉举报", key=("authority", "doc_no"), told=("authority", "category", "result")),
    RecordKind("sampling", "抽检结果", key=("doc_no", "item"), told=("authority", "item", "result")),
    RecordKind("pledge", "出质与冻结", told=("authority", "category", "item", "result")),
    RecordKind("commitment", "信用承诺", told=("authority", "item", "category", "result")),
    RecordKind("objection", "异议", told=("authority", "doc_no", "result"), weighty=()),
)


@cache
def fields_of(kind: str) -> tuple[Field, ...]:
    """Return the fields of a kind in the order of the file."""
    with FIELDS_FILE.open(encoding="utf-8", newline="") as file:
        return tuple(_field(row) for row in csv.DictReader(file) if row["kind"] == kind)


def _field(row: dict[str, str]) -> Field:
    return Field(
        row["name"],
        row["label"],
        FieldType(row["type"]),
        required=bool(row["required"]),
        max_length=int(row["max_length"]) if row["max_length"] else None,
        aliases=tuple(alias for alias in row["aliases"].split("|") if alias),
        personal=bool(row["personal"]),
    )
