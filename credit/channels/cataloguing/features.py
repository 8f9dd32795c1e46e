"""The public catalogue as the bytes that both sides digest."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from credit.catalogue.publishing.features import public_row
from credit.catalogue.schemas import Listed


def row_of(one: Listed, department: tuple[str, str | None]) -> dict[str, Any]:
    """Return what a receiver gets of an item: what anybody may download, its last day, and the codes of its department."""
    code, uscc = department
    last = one.valid_to.isoformat() if one.valid_to else None
    return {**public_row(one), "valid_to": last, "department_code": code, "department_uscc": uscc}


def canonical(items: Sequence[Mapping[str, Any]]) -> bytes:
    """Return items as bytes: sorted keys, no blanks."""
    return json.dumps(items, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest_of(items: Sequence[Mapping[str, Any]]) -> str:
    """Return the digest by which both sides know that they mean the same catalogue."""
    return hashlib.sha256(canonical(items)).hexdigest()
