"""Which columns a decision has, and what is compared between two versions of one."""

from typing import Any, Final

import polars as pl

DECIMAL: Final = pl.Decimal(38, 6)
REPORTED: Final[dict[str, Any]] = {
    "party": pl.String,
    "party_kind": pl.String,
    "subject_name": pl.String,
    "authority": pl.String,
    "authority_code": pl.String,
    "source_name": pl.String,
    "source_code": pl.String,
    "doc_no": pl.String,
    "doc_key": pl.String,
    "title": pl.String,
    "item": pl.String,
    "category": pl.String,
    "certificate": pl.String,
    "certificate_no": pl.String,
    "decided_on": pl.Date,
    "effective_on": pl.Date,
    "valid_from": pl.Date,
    "valid_to": pl.Date,
    "amount": DECIMAL,
    "confiscated": DECIMAL,
    "content": pl.String,
    "facts": pl.String,
    "basis": pl.String,
    "violation": pl.String,
    "revoked_ref": pl.String,
    "publicity_until": pl.Date,
    "status": pl.String,
    "procedure": pl.String,
    "severity": pl.String,
    "severity_basis": pl.String,
    "remedy_channel": pl.String,
    "remark": pl.String,
    "accepted_on": pl.Date,
    "completed_on": pl.Date,
    "change_reason": pl.String,
}
"""What a row says; two rows that say the same here, and in the archive, are the same version."""
PLACED: Final = ("record_id", "subject_id", "subject_code")
KEPT_FROM_FIRST: Final = frozenset(
    {"id", "kind", "business_key", "department_id", "first_received_at", "stock", "reported_late"}
)
COLUMNS: Final = (
    "id",
    "kind",
    *PLACED,
    *REPORTED,
    "department_id",
    "standard",
    "version",
    "business_key",
    "content_hash",
    "stock",
    "reported_late",
    "first_received_at",
    "received_at",
    "batch_id",
    "row_no",
    "held",
    "holds",
    "change",
)
CHANGED: Final = tuple(name for name in COLUMNS if name not in KEPT_FROM_FIRST)
