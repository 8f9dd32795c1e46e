"""One step that helps: what may be offered for a row, from its cells and from what the archive knows."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from credit.questions.schemas import OLD_CODE, PARTY, RENAME, SUGGESTED, TABLE, Cells, Change, Due, Known, Remedy
from credit.standards.checking.features import BUSINESS, LEGAL
from credit.standards.schemas import Column, Table, tables
from supervision.archive.loading.features import normal_of
from supervision.kernel.identifiers import check_uscc, normalise_code, suggest_code
from supervision.kernel.rulebook.rules import Asked, Rule, applicable
from supervision.kernel.workdays.rules import WorkCalendar

TOPIC: Final = "credit.questions"
OLD_LENGTHS: Final = (9, 13, 15)
OF_BUSINESS: Final = "92"
NOT_OF_BUSINESS: Final = ("91", "93", "1", "5")


def due(opened_on: date, *, rules: Sequence[Rule], calendar: WorkCalendar) -> Due:
    """Return until when a question has to be dealt with.

    依据: 规则库“credit.questions”；期限为本市工作规则，国家层面没有统一规定。
    单位: 工作日，不含退回当日。
    错误: 无；没有规则时没有期限。
    """
    held = applicable(rules, Asked(opened_on))
    if not held:
        return Due(None, None)
    return Due(calendar.add(opened_on, int(held[0].params["workdays"])).day, held[0].reference)


def old_number(cells: Cells) -> str | None:
    """Return the old number that a row carries: where a code should stand, else in its own column.

    依据: GB/T 36104；15 位注册号、9 位组织机构代码已由统一社会信用代码取代。
    单位: 无。
    错误: 无。
    """
    code = normalise_code(cells.get("code", ""))
    if code and len(code) in OLD_LENGTHS:
        return code
    if code:
        return None
    found = (normalise_code(cells[name]) for name in ("regno", "org_code") if cells.get(name))
    return next(iter(found), None)


def meant(cells: Cells) -> str | None:
    """Return the one code that was probably meant by a wrong one.

    依据: GB 32100-2015 附录；O 与 0 之类只作建议。
    单位: 无。
    错误: 无。
    """
    code = cells.get("code", "")
    offers = suggest_code(code, limit=2) if code and not check_uscc(normalise_code(code)).ok else []
    return offers[0] if len(offers) == 1 and check_uscc(offers[0]).ok else None


def remedies(cells: Cells, *, table: Table, known: Known) -> list[Remedy]:
    """Return what may be offered for a row, the likeliest first; nothing is ever changed without a person.

    依据: 校验规则 V03–V06；企业更名、个体工商户错表、旧代码是疑问数据的主要来源。
    单位: 行。
    错误: 无。
    """
    offers = (_moved(cells, table), _old_code(cells, table, known), _suggested(cells, table, known), _party(cells, table))
    return [offer for offer in (*offers, _renamed(cells, table, known)) if offer is not None]


def _renamed(cells: Cells, table: Table, known: Known) -> Remedy | None:
    firm, name = known.by_code, cells.get("subject_name", "")
    if firm is None or normal_of(firm.name) == normal_of(name):
        return None
    why = f"代码是对的，登记机关的现名是“{firm.name}”"
    return _remedy(RENAME, cells, (table, table), why, {"subject_name": firm.name})


def _old_code(cells: Cells, table: Table, known: Known) -> Remedy | None:
    firm, number = known.by_number, old_number(cells)
    if firm is None or firm.code is None or number is None or table.column("code") is None:
        return None
    home = "regno" if len(number) != OLD_LENGTHS[0] else "org_code"
    why = f"{number} 是旧代码，“{firm.name}”现在的统一社会信用代码是 {firm.code}"
    kept = {home: number} if table.column(home) is not None else {}
    return _remedy(OLD_CODE, cells, (table, table), why, {"code": firm.code, **kept})


def _suggested(cells: Cells, table: Table, known: Known) -> Remedy | None:
    firm, code = known.by_suggestion, meant(cells)
    same = firm is not None and normal_of(firm.name) == normal_of(cells.get("subject_name", ""))
    if code is None or firm is None or not same:
        return None
    why = f"校验位不对；同名企业“{firm.name}”的代码只差一处"
    return _remedy(SUGGESTED, cells, (table, table), why, {"code": code})


def _party(cells: Cells, table: Table) -> Remedy | None:
    code, party = normalise_code(cells.get("code", "")), cells.get("party_kind", "")
    if not code or not check_uscc(code).ok or table.column("party_kind") is None:
        return None
    if code.startswith(OF_BUSINESS) and party == LEGAL:
        why = "代码以 92 开头，是个体工商户"
        return _remedy(PARTY, cells, (table, table), why, {"party_kind": BUSINESS})
    if code.startswith(NOT_OF_BUSINESS) and party == BUSINESS:
        why = "代码不是个体工商户的，是法人或者非法人组织"
        return _remedy(PARTY, cells, (table, table), why, {"party_kind": LEGAL})
    return None


def _moved(cells: Cells, table: Table) -> Remedy | None:
    """Offer the table of firms to an individual business that was reported among natural persons."""
    number = normalise_code(cells.get("document_no", ""))
    is_code = check_uscc(number).ok and number.startswith(OF_BUSINESS)
    if table.party != "person" or not (is_code or cells.get("party_kind") == BUSINESS):
        return None
    other = next(one for one in tables() if one.standard == table.standard and one.kind == table.kind and one.party == "legal")
    operator = {"legal_rep": cells.get("subject_name", "")}
    document = {
        "legal_rep_document_kind": cells.get("document_kind", ""),
        "legal_rep_document_no": cells.get("document_no", ""),
    }
    new = {"code": number, **operator} if is_code else {**operator, **document}
    why = "个体工商户报在自然人表里；按数据标准应报法人表，相对人类别为个体工商户"
    return _remedy(TABLE, cells, (table, other), why, {"party_kind": BUSINESS, **new})


def _remedy(kind: str, cells: Cells, tables_: tuple[Table, Table], why: str, new: Mapping[str, str]) -> Remedy:
    """Return a remedy that takes a row from one table into another, or leaves it in the same one."""
    table, target = tables_
    after = {name: text for name, text in {**cells, **new}.items() if target.column(name) is not None and text}
    columns = {column.name: column for column in (*target.columns, *table.columns)}
    changes = [
        _change(name, column, cells.get(name, ""), after.get(name, ""))
        for name, column in columns.items()
        if cells.get(name, "") != after.get(name, "")
    ]
    return Remedy(kind, target.row_kind, target.label, why, tuple(changes), after)


def _change(name: str, column: Column | None, old: str, new: str) -> Change:
    if column is None:
        return Change(name, name, old, new)
    if column.personal:
        old, new = _short(old), _short(new)
    return Change(name, column.label, old, new)


def _short(text: str) -> str:
    return f"{text[:1]}＊＊" if text else ""


def cause_of(faults: Sequence[Mapping[str, Any]]) -> str:
    """Return by what alike rows are put together: rule and field of the gravest fault.

    依据: 同一原因一次处理。
    单位: 无。
    错误: 无。
    """
    first = faults[0]
    return f"{first['rule']}:{first['field'] or ''}"


def alike(causes: Iterator[str]) -> dict[str, int]:
    """Count rows by cause, the most frequent first.

    依据: 同 `cause_of`。
    单位: 行。
    错误: 无。
    """
    counts: dict[str, int] = {}
    for cause in causes:
        counts[cause] = counts.get(cause, 0) + 1
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
