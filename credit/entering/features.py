"""From the columns of a table to the groups of a form."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from credit.entering.schemas import Cells, Difference, Fault, Group, Input
from credit.standards.schemas import OTHER, Column, Table
from supervision.intake.kinds import FieldType

GROUPS: Final[Sequence[tuple[str, str, bool, tuple[str, ...]]]] = (
    ("party", "行政相对人", False, (
        "party_kind", "code", "subject_name", "document_kind", "document_no", "legal_rep",
    )),
    ("numbers", "其他代码和负责人证件", True, (
        "regno", "org_code", "tax_no", "institution_no", "association_no", "legal_rep_document_kind", "legal_rep_document_no",
    )),
    ("decision", "决定", False, (
        "doc_no", "title", "matter", "matter_code", "category", "category_2", "certificate", "certificate_no", "violation", "facts",
        "basis", "content", "result", "amount", "confiscated", "licence_ref", "state",
    )),
    ("days", "日期", False, (
        "occurred_on", "effective_on", "valid_from", "valid_to", "publish_until", "accepted_on", "completed_on",
    )),
    ("public", "公示用的说明", False, ("procedure", "severity", "severity_basis", "remedy_channel")),
    ("office", "机关和来源", False, ("authority", "authority_code", "source_name", "source_code", "division", "modified_at")),
    ("change", "变更、存量和备注", True, ("change_kind", "change_basis", "stock", "remark")),
)  # fmt: skip
LONG: Final = frozenset({"violation", "facts", "basis", "content", "result", "remedy_channel", "change_basis"})
KEY_FIELDS: Final = (
    "party_kind",
    "code",
    "document_kind",
    "document_no",
    "doc_no",
    "occurred_on",
    "authority",
    "authority_code",
)
"""What makes a matter the matter that it is; a correction that touched one of them would be another decision."""
DAYS: Final = "如 2026-11-18、2026/11/18、20261118"
OPEN_ENDED: Final = frozenset({"valid_to"})
LONG_TERM: Final = "长期有效的填“长期”"
MONEY: Final = "单位为万元，5000 元填 0.5"
CONCRETE: Final = f"{OTHER}-"
TICKED: Final = "有几种勾几种"


def groups(
    table: Table,
    cells: Cells,
    *,
    faults: Mapping[str, Sequence[Fault]],
    locked: frozenset[str],
    kept: frozenset[str],
    offered: Mapping[str, Sequence[tuple[str, str]]],
) -> list[Group]:
    """Return the form of a table, filled in; what belongs to no group stands at the end."""
    columns = {column.name: column for column in table.columns}
    placed = {name for _, _, _, names in GROUPS for name in names}
    rest = tuple(name for name in columns if name not in placed)
    made = []
    for key, title, folded, names in (*GROUPS, ("rest", "其他", True, rest)):
        inputs = [
            replace(
                input_of(table, columns[name], cells, faults=faults.get(name, ()), locked=name in locked, kept=name in kept),
                offered=offered.get(name, ()),
            )
            for name in names
            if name in columns
        ]
        if inputs:
            made.append(Group(key, title, inputs, folded))
    return made


def input_of(
    table: Table, column: Column, cells: Cells, *, faults: Sequence[Fault] = (), locked: bool = False, kept: bool = False
) -> Input:
    """Return one field of the form."""
    value = cells.get(column.name, "")
    kind = kind_of(column)
    values = table.values(column.name)
    options = tuple(item.name for item in values if not item.other)
    other = any(item.other for item in values)
    chosen = tuple(part.strip() for part in value.replace(";", "；").split("；") if part.strip())
    named = {alias: item.name for item in values for alias in item.aliases}
    single = named.get(value, value)
    strange = [part for part in (chosen if kind == "many" else (single,)) if part and part not in options]
    return Input(
        name=column.name,
        label=column.label,
        code=column.code,
        kind=kind,
        required=column.required,
        hint=TICKED if kind == "many" else hint_of(column, kind),
        value=single if kind == "select" else value,
        length=column.length,
        options=options,
        chosen=chosen,
        other=other,
        other_value="；".join(part.removeprefix(CONCRETE) for part in strange) if kind in {"select", "many"} else "",
        locked=locked,
        kept=kept,
        faults=faults,
    )


def kind_of(column: Column) -> str:
    """Return with what a field is filled in."""
    if column.enumeration is not None:
        return "many" if column.many else "select"
    if column.type in {FieldType.DATE, FieldType.DATETIME}:
        return "date"
    if column.type in {FieldType.MONEY_WAN, FieldType.DECIMAL}:
        return "money"
    if column.type is FieldType.CODE:
        return "code"
    return "area" if column.name in LONG else "text"


def hint_of(column: Column, kind: str) -> str:
    """Return what helps to fill in a field."""
    said = {"date": DAYS, "money": MONEY}.get(kind, "")
    long = LONG_TERM if column.name in OPEN_ENDED else ""
    return "；".join(part for part in (column.hint, said, long) if part)


def differences(table: Table, theirs: Cells, mine: Cells) -> list[Difference]:
    """Return in which fields two contents differ; of personal ones only that they do."""
    found = []
    for column in table.columns:
        old, new = theirs.get(column.name, ""), mine.get(column.name, "")
        if old != new:
            found.append(Difference(column.label, *("＊＊" if column.personal and text else text for text in (old, new))))
    return found


def by_field(faults: Sequence[Fault]) -> dict[str, list[Fault]]:
    """Put faults together by the field that they are about; what is about none stands under the empty name."""
    found: dict[str, list[Fault]] = {}
    for fault in faults:
        found.setdefault(fault["field"] or "", []).append(fault)
    return found
