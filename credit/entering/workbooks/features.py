"""What stands in the workbook of a table: notes, choices, and an example of an invented firm."""

from typing import Final

from credit.entering.features import hint_of, kind_of
from credit.standards.schemas import Column, Table
from supervision.intake.kinds import FieldType

REQUIRED: Final = {"always": "必填", "conditional": "按条件必填", "no": "选填"}
TYPES: Final = {
    FieldType.TEXT: "文字",
    FieldType.CODE: "代码",
    FieldType.DATE: "日期",
    FieldType.DATETIME: "日期时间",
    FieldType.MONEY_WAN: "金额（万元）",
    FieldType.DECIMAL: "数值",
    FieldType.INTEGER: "整数",
}
FIRM: Final = {
    "subject_name": "云汀示例食品有限公司",
    "party_kind": "法人及非法人组织",
    "code": "91990102MA1H00012K",
    "legal_rep": "沈某某",
}
PERSON: Final = {"subject_name": "自然人甲", "party_kind": "自然人", "document_kind": "护照号", "document_no": "E00000000"}
OFFICE: Final = {"authority": "云汀市示例监督管理局", "authority_code": "11990100MA1H09009L"}
SOURCE: Final = {"source_name": "云汀市示例监督管理局", "source_code": "11990100MA1H09009L"}
LICENCE: Final = {
    "doc_no": "云示许〔2026〕1号", "title": "准予行政许可决定书", "category": "核准", "certificate": "食品生产许可证",
    "certificate_no": "SC00000000000001", "content": "准予食品生产许可，范围为糕点", "occurred_on": "2026-11-16",
    "valid_from": "2026-11-16", "valid_to": "2031-11-15", "state": "有效",
}  # fmt: skip
PENALTY: Final = {
    "doc_no": "云示罚〔2026〕1号", "title": "标签不符合规定案", "violation": "生产经营标签不符合规定的食品",
    "facts": "当事人生产的糕点标签未标明生产日期", "basis": "食品安全法第一百二十五条第一款第二项", "category": "罚款",
    "result": "罚款人民币5000元", "amount": "0.5", "occurred_on": "2026-11-16", "valid_to": "2099-12-31", "procedure": "普通程序",
    "severity": "一般", "remedy_channel": "六十日内可向云汀市人民政府申请复议，或六个月内提起行政诉讼",
}  # fmt: skip
FIRST_EDITION: Final = {"state": "0", "division": "990100", "modified_at": "2026-11-16 10:00:00"}


def example(table: Table) -> dict[str, str]:
    """Return one whole row that passes every rule, of a firm, a person and an authority that do not exist."""
    matter = LICENCE if table.kind == "licence" else PENALTY
    party = PERSON if table.party == "person" else FIRM
    first = FIRST_EDITION if table.column("modified_at") is not None else {}
    cells = {**matter, **party, **OFFICE, **SOURCE, **first}
    return {name: text for name, text in cells.items() if table.column(name) is not None}


def note(column: Column) -> str:
    """Return what is said at the head of a column: its code, whether it must be filled in, how long it may be, how it is written."""
    length = f"，至多 {column.length} 字" if column.length else ""
    lines = [
        f"{column.code or '标准之外'}，{REQUIRED[column.required]}，{TYPES[column.type]}{length}",
        hint_of(column, kind_of(column)),
        "个人信息，加密保存，不公示" if column.personal else "",
    ]
    return "\n".join(line for line in lines if line)


def choices(table: Table, column: Column) -> list[str]:
    """Return what may be chosen in a column, every word that still may be used."""
    return [value.name for value in table.values(column.name) if not value.other and value.valid_to is None]


def free(table: Table, column: Column) -> bool:
    """Tell whether a concrete word may stand beside the choices, or several of them together."""
    return column.many or any(value.other for value in table.values(column.name))
