"""The peer of `validate.marshmallow_ratio`: the same rules of the standard, row by row, as a marshmallow schema says them."""

import re
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, fields, validate, validates_schema

from credit.standards.checking.penalties.rules import FINE_AFTER, FINE_BEFORE, REMEDIES, needing
from credit.standards.checking.texts.rules import ANY_PRIVATE, CONCRETE, FREE_TEXTS, SEPARATORS, YEAR_IN_BRACKETS
from credit.standards.schemas import Column, Table
from supervision.intake.kinds import FieldType
from supervision.intake.reading.cells.rules import PLACEHOLDERS
from supervision.kernel.identifiers import check_resident_number, check_uscc

Row = Mapping[str, Any]
Judge = Callable[[Row], Iterable[str]]
PRIVATE, BRACKETS, NAMED = re.compile(ANY_PRIVATE), re.compile(YEAR_IN_BRACKETS), re.compile(CONCRETE)
FINES = (re.compile(FINE_BEFORE), re.compile(FINE_AFTER))
SPLIT = re.compile(SEPARATORS)


def schema_of(table: Table, *, received_on: date) -> Schema:
    """Return the schema of a table: types, lengths and required fields as fields, all else as one check of the row."""
    judges = (parties, dates(received_on), penalties(table), texts(table), dictionaries(table))

    def judge(_self: Schema, row: dict[str, Any], **_: object) -> None:
        problems = [problem for one in judges for problem in one(row)]
        refused = [problem for problem in problems if not problem.startswith("?")]
        if refused:
            raise ValidationError(refused)

    made: dict[str, Any] = {column.name: field_of(column) for column in table.columns}
    schema: Schema = type("Rows", (Schema,), {**made, "judge": validates_schema(judge)})(unknown=EXCLUDE)
    return schema


def field_of(column: Column) -> fields.Field[Any]:
    """Return one column as a field."""
    required = column.required == "always"
    if column.type is FieldType.DATE:
        return fields.Date(format="%Y-%m-%d", required=required)
    if column.type is FieldType.MONEY_WAN:
        return fields.Decimal(places=6, required=required, validate=validate.Range(max=Decimal(10) ** 12, max_inclusive=False))
    longest = validate.Length(max=max(column.length or 4000, 8))
    return fields.String(required=required, validate=longest)


def parties(row: Row) -> Iterable[str]:
    """V01, V03–V05, V07, V08."""
    kind, code = row.get("party_kind"), row.get("code")
    right = code is not None and check_uscc(code).ok
    if kind == "法人及非法人组织":
        if not right or code is None or code.startswith("92"):
            yield "V03"
        if not row.get("legal_rep"):
            yield "V01"
    if kind == "个体工商户" and ((code and not (right and code.startswith("92"))) or not (code or row.get("regno"))):
        yield "V04"
    for name in ("authority_code", "source_code"):
        value = row.get(name)
        if value and not check_uscc(value).ok:
            yield "V07"
        elif value and value[:2] not in {"11", "12", "13"}:
            yield "?V07"
    number = row.get("legal_rep_document_no")
    resident = row.get("legal_rep_document_kind") in {"身份证", "居民身份证"}
    if (number is None) != (row.get("legal_rep_document_kind") is None):
        yield "V08"
    if number and resident and not check_resident_number(number).ok:
        yield "V08"


def dates(received_on: date) -> Judge:
    """V09 and V12."""

    def judge(row: Row) -> Iterable[str]:
        decided = row.get("occurred_on")
        if decided is None:
            return
        if not date(1949, 10, 1) <= decided <= received_on:
            yield "V09"
        if (row.get("valid_to") or decided) < decided or (row.get("publish_until") or date.max) <= decided:
            yield "V12"

    return judge


def penalties(table: Table) -> Judge:
    """V14, V15, V19, V24, V25."""
    words = [needing(table, need) for need in ("fine", "confiscation", "licence")]

    def judge(row: Row) -> Iterable[str]:
        said, fine, taken = row.get("category") or "", row.get("amount"), row.get("confiscated")
        fines, takes, licences = (any(word in said for word in group) for group in words)
        if fines != bool(fine and fine > 0) or takes != (taken is not None) or licences != bool(row.get("licence_ref")):
            yield "V14"
        text = row.get("result") or ""
        found = next((match for match in (pattern.search(text) for pattern in FINES) if match), None)
        if found and fine is not None:
            yuan = Decimal(re.sub("[,，]", "", found[1])) * (10_000 if found[2] else 1)
            if abs(yuan - fine * 10_000) > Decimal("0.005"):
                yield "?V15"
        if row.get("procedure") == "简易程序":
            yield "?V19"
        if not any(
            word in (row.get(name) or "") for name in ("remedy_channel", "result", "basis", "remark") for word in REMEDIES
        ):
            yield "?V24"
        if row.get("severity") is None:
            yield "?V25"

    return judge


def texts(table: Table) -> Judge:
    """V16, V20, V21."""
    free = [column.name for column in table.columns if column.name in FREE_TEXTS]

    def judge(row: Row) -> Iterable[str]:
        if BRACKETS.search(row.get("doc_no") or ""):
            yield "?V16"
        if any(PRIVATE.search(row.get(name) or "") for name in free):
            yield "?V20"
        if row.get("state") in {"2", "无效"} and not row.get("change_basis") and not row.get("remark"):
            yield "?V21"

    return judge


def dictionaries(table: Table) -> Judge:
    """V23."""
    closed = [
        (column, {word for value in table.values(column.name) for word in (value.name, *value.aliases)})
        for column in table.columns
        if column.enumeration
    ]

    def judge(row: Row) -> Iterable[str]:
        for column, words in closed:
            value = row.get(column.name)
            if value is None:
                continue
            parts = [value] if not column.many or NAMED.match(value) else [part.strip() for part in SPLIT.split(value)]
            if any(part and part not in words and not NAMED.match(part) for part in parts):
                yield "V23"

    return judge


def refused(schema: Schema, rows: Sequence[Row]) -> tuple[set[int], float]:
    """Return which of the rows are refused, by place, and the seconds that this took."""
    places = set()
    begin = time.perf_counter()
    for place, row in enumerate(rows):
        filled = {name: text for name, text in row.items() if text is not None and text.strip() not in PLACEHOLDERS}
        if schema.validate(filled):
            places.add(place)
    return places, time.perf_counter() - begin
