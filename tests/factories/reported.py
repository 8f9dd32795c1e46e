"""Rows of 双公示 as departments would report them: invented firms, right codes, whole decisions."""

from datetime import date
from decimal import Decimal
from typing import Any

from tests.factories.rows import uscc

AUTHORITY = "云汀市市场监督管理局"
AUTHORITY_CODE = uscc(900, "11310100")
FIRM = "云汀岚溪食品有限公司"
RESIDENT = "11010519491231002X"
LICENCE: dict[str, Any] = {
    "subject_name": FIRM,
    "party_kind": "法人及非法人组织",
    "code": uscc(1),
    "legal_rep": "沈某某",
    "title": "食品生产许可证",
    "doc_no": "云市监许〔2026〕第1号",
    "category": "普通",
    "certificate": "食品生产许可证",
    "certificate_no": "SC10131010100001",
    "content": "准予食品生产许可",
    "occurred_on": date(2026, 11, 16),
    "valid_from": date(2026, 11, 16),
    "valid_to": date(2031, 11, 15),
    "authority": AUTHORITY,
    "authority_code": AUTHORITY_CODE,
    "state": "1",
    "source_name": AUTHORITY,
    "source_code": AUTHORITY_CODE,
}
PENALTY: dict[str, Any] = {
    "subject_name": FIRM,
    "party_kind": "法人及非法人组织",
    "code": uscc(1),
    "legal_rep": "沈某某",
    "doc_no": "云市监罚〔2026〕第1号",
    "violation": "生产经营标签不符合规定的食品",
    "facts": "当事人生产的糕点标签未标明生产日期",
    "basis": "食品安全法第一百二十五条第一款第二项",
    "category": "罚款；没收违法所得",
    "result": "罚款人民币5000元，没收违法所得120元",
    "amount": Decimal("0.5"),
    "confiscated": Decimal("0.012"),
    "occurred_on": date(2026, 11, 16),
    "valid_to": date(2099, 12, 31),
    "authority": AUTHORITY,
    "authority_code": AUTHORITY_CODE,
    "source_name": AUTHORITY,
    "source_code": AUTHORITY_CODE,
    "severity": "一般",
    "remedy_channel": "六十日内向云汀市人民政府申请复议，或六个月内提起行政诉讼",
}
PERSON: dict[str, Any] = {
    "subject_name": "沈某某",
    "party_kind": "自然人",
    "document_kind": "身份证",
    "document_no": RESIDENT,
}


def of_person(row: dict[str, Any]) -> dict[str, Any]:
    """Return the same decision about a natural person."""
    kept = {name: value for name, value in row.items() if name not in {"code", "legal_rep"}}
    return {**kept, **PERSON}
