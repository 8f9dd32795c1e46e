"""What systems, files and people send, turned into entries."""

import re
from collections.abc import Mapping
from dataclasses import fields
from typing import Any, Final

from supervision.registration.recording.schemas import NewEntry
from supervision.registration.recording.states import EntryKind

_SEPARATORS: Final = re.compile("[,，、;；]")
ESTABLISHMENT: Final = EntryKind.ESTABLISHMENT.value
NAMES: Final = tuple(
    item.name for item in fields(NewEntry) if item.name not in {"scope_codes", "payload", "batch_id", "row_no"}
)


def from_json(sent: Mapping[str, Any]) -> NewEntry:
    """Return an entry as a system sent it; fields that nobody knows stay in what was received."""
    said = {name: sent.get(name) for name in NAMES}
    return NewEntry(**said, scope_codes=tuple(sent.get("scope_codes") or ()), payload=sent)


def from_row(row: Mapping[str, Any], *, batch_id: int) -> NewEntry:
    """Return an entry as a row of a file says it; a file that names no kind is one of establishments."""
    said = {name: as_text(row.get(name)) for name in NAMES}
    said["kind"] = said["kind"] or ESTABLISHMENT
    codes = tuple(_SEPARATORS.sub(" ", as_text(row.get("scope_codes")) or "").split())
    payload: dict[str, Any] = {name: text for name, text in said.items() if text is not None}
    if codes:
        payload["scope_codes"] = list(codes)
    return NewEntry(**said, scope_codes=codes, payload=payload, batch_id=batch_id, row_no=int(row["row_no"]))


def as_text(value: object) -> str | None:
    """Return a cell as a text."""
    return None if value is None else str(value)
