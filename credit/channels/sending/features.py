"""From a decision to the row that the contract promises: its fields in its order, and nothing else."""

import json
import unicodedata
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from credit.channels.contracts.schemas import ContractTable
from credit.publicity.models import Publication
from credit.reporting.models import Decision

FIRM: Final = "法人及非法人组织"
USCC, ORGANISATION, REGISTRATION = 18, 9, (13, 15)
TEXTS: Final = (
    "title",
    "category",
    "content",
    "facts",
    "basis",
    "violation",
    "revoked_ref",
    "certificate",
    "doc_no",
    "authority",
)


def published_values(decision: Decision, publication: Publication, data: Mapping[str, Any]) -> dict[str, Any]:
    """Return what may be said of a decision that the portal shows: texts as the public reads them, never as reported."""
    firm = publication.party_kind == FIRM
    return {
        **_common(decision),
        **{name: getattr(publication, name) for name in TEXTS},
        **_numbers(publication.party_code),
        "name": publication.party_name,
        "legal_rep": data.get("legal_rep") if firm else None,
        "public_until": publication.shown_until,
    }


def personal_values(decision: Decision, data: Mapping[str, Any], document_no: str | None) -> dict[str, Any]:
    """Return what may be said of a decision on a natural person, to the one receiver that the law names for it."""
    return {
        **_common(decision),
        **{name: getattr(decision, name) for name in TEXTS},
        "name": decision.subject_name,
        "document_kind": data.get("document_kind"),
        "document_no": document_no,
    }


def _common(decision: Decision) -> dict[str, Any]:
    names = (
        "party_kind", "decided_on", "valid_from", "valid_to", "amount", "confiscated", "authority_code", "source_name", "source_code",
    )  # fmt: skip
    return {**{name: getattr(decision, name) for name in names}, "state": "1"}


def _numbers(code: str | None) -> dict[str, str | None]:
    """Return a code under the name that its length gives it."""
    length = len(code or "")
    return {
        "code": code if length == USCC else None,
        "regno": code if REGISTRATION[0] <= length <= REGISTRATION[1] else None,
        "org_code": code if length == ORGANISATION else None,
    }


def row_of(table: ContractTable, values: Mapping[str, Any], *, date_format: str) -> dict[str, str]:
    """Return the row as it is sent: every field of the contract in its order, empty where there is nothing."""
    return {field.code: _plain(values.get(field.origin), date_format) for field in table.fields}


def _plain(value: Any, date_format: str) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.strftime(date_format)
    if isinstance(value, Decimal):
        return f"{value:.6f}"
    return "".join(sign for sign in str(value) if unicodedata.category(sign) != "Cc").strip()


def faults(table: ContractTable, row: Mapping[str, str]) -> list[dict[str, str]]:
    """Return why the receiver would refuse a row, found before it is bothered."""
    found = []
    for field in table.fields:
        value = row[field.code]
        if field.required and not value:
            found.append({"field": field.code, "label": field.label, "reason": f"缺少“{field.label}”"})
        elif field.length is not None and len(value) > field.length:
            found.append({"field": field.code, "label": field.label, "reason": f"“{field.label}”超过 {field.length} 字"})
    return found


def canonical(row: Mapping[str, str]) -> bytes:
    """Return a row as the bytes that both sides digest."""
    return json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
