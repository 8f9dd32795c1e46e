"""Give entries that came through the interface a row in intake, so that every fact leads to what was received."""

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import text as sql
from sqlalchemy.orm import Session

from supervision.intake.pushing.service import keep_pushed
from supervision.kernel.clock import legal_date
from supervision.registration.recording.archiving import queries
from supervision.registration.recording.archiving.schemas import Said
from supervision.registration.recording.reading.rules import holds_resident_number
from supervision.registration.recording.sealing.service import opened

KIND: Final = "registration_entry"
LABEL: Final = "登记业务"
_PAYLOADS: Final = sql("SELECT id, payload FROM registration.entry WHERE id = ANY(:ids)")


def keep_raw(session: Session, entries: Sequence[Said], *, now: datetime) -> list[Said]:
    """Return the entries, each with the batch and row under which it is kept as it came."""
    loose = [entry for entry in entries if entry.batch_id is None]
    if not loose:
        return list(entries)
    payloads = {number: opened(bytes(sealed)) for number, sealed in session.execute(_PAYLOADS, {"ids": [e.id for e in loose]})}
    offices = queries.offices(session, [entry.registrar_department_id for entry in loose])
    by_office: dict[int, list[Said]] = defaultdict(list)
    for entry in loose:
        by_office[entry.registrar_department_id].append(entry)
    kept: dict[int, tuple[int, int]] = {}
    for department_id, part in sorted(by_office.items()):
        batch_id, _, first = keep_pushed(
            session,
            [as_cells(payloads[entry.id]) for entry in part],
            kind=KIND,
            label=LABEL,
            department_id=department_id,
            source_name=offices[department_id][0],
            on=legal_date(now),
            private=any(holds_resident_number(payloads[entry.id]) for entry in part),
            now=now,
        )
        kept |= {entry.id: (batch_id, row_no) for row_no, entry in enumerate(part, first)}
    return [
        entry if entry.id not in kept else replace(entry, batch_id=kept[entry.id][0], row_no=kept[entry.id][1])
        for entry in entries
    ]


def as_cells(payload: str) -> dict[str, str | None]:
    """Return what was received as the cells of a row; a value that is no text is written as JSON."""
    said: dict[str, Any] = json.loads(payload)
    return {whole(name): None if value is None else whole(value) for name, value in said.items()}


def whole(value: object) -> str:
    """Return a value as a text that can be stored; half a character is written as its escape."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text.encode("utf-8", "backslashreplace").decode()
