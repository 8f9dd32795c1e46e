"""Rows as the door hands them to a kind of row: typed columns, one null column for what nobody filled in."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

import polars as pl
from sqlalchemy import text

from supervision.intake.kinds import Accepted, CheckContext, ChunkContext, FieldType, RowKind
from supervision.kernel.db import reading, transaction
from supervision.kernel.identifiers import check_organisation_code, check_uscc
from wsgi import PLATFORM

REGISTRAR, UNSPECIFIED = 2, 1
RECEIVED = date(2026, 11, 21)
KINDS = {kind.name: kind for kind in PLATFORM.parts(RowKind)}
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
DECIMAL = pl.Decimal(38, 6)
TYPES = {
    FieldType.DATE: pl.Date,
    FieldType.DECIMAL: DECIMAL,
    FieldType.MONEY_WAN: DECIMAL,
    FieldType.INTEGER: pl.Int64,
    FieldType.DATETIME: pl.Datetime("us"),
}


@dataclass
class Door:
    """Loads rows the way the door does: check, leave out what is rejected, accept in one transaction."""

    moments: Any = field(default_factory=lambda: count(1))

    def frame(self, kind: str, rows: list[dict[str, Any]], *, first: int = 1) -> pl.DataFrame:
        fields = KINDS[kind].fields
        schema = {"row_no": pl.Int64, **{item.name: TYPES.get(item.type, pl.String) for item in fields}}
        unknown = {name for row in rows for name in row} - set(schema)
        assert not unknown, unknown
        filled = [
            {"row_no": place, **{item.name: row.get(item.name) for item in fields}} for place, row in enumerate(rows, first)
        ]
        return pl.DataFrame(filled, schema=schema)

    def checked(self, kind: str, *rows: dict[str, Any]) -> list[tuple[int, str, str]]:
        found = KINDS[kind].check(self.frame(kind, list(rows)), CheckContext(RECEIVED))
        return found.select("row_no", "severity", "rule").sort("row_no").rows()

    def load(self, kind: str, *rows: dict[str, Any], department: int | None = None, batch: int = 1, first: int = 1) -> Accepted:
        frame = self.frame(kind, list(rows), first=first)
        found = KINDS[kind].check(frame, CheckContext(RECEIVED))
        refused = found.filter(pl.col("severity") == "reject")["row_no"]
        source = department or (REGISTRAR if kind in {"registration", "relation"} else UNSPECIFIED)
        now = datetime(2026, 11, 18, tzinfo=UTC) + timedelta(minutes=next(self.moments))
        with transaction() as session:
            context = ChunkContext(batch, 0, source, "来源", "沈某某")
            return KINDS[kind].accept(session, frame.filter(~pl.col("row_no").is_in(refused.implode())), context, now)


def ask(statement: str, **parameters: object) -> list[tuple[Any, ...]]:
    """Return what a query sees after everything was committed."""
    with reading() as session:
        return [tuple(row) for row in session.execute(text(statement), parameters)]


def uscc(number: int, prefix: str = "91310115") -> str:
    """Return a synthetic code whose both check characters are right."""
    body = next(
        f"MA1H{number:04d}{check}" for check in ALPHABET + "X" if check_organisation_code(f"MA1H{number:04d}{check}").ok
    )
    return next(f"{prefix}{body}{check}" for check in ALPHABET if check_uscc(f"{prefix}{body}{check}").ok)


def archive_state() -> dict[str, list[tuple[Any, ...]]]:
    """Return what all archives say, without ids and instants: two databases that say the same compare equal."""
    return {name: sorted(ask(statement), key=str) for name, statement in STATE.items()}


STATE = {
    "identifier": "SELECT kind, value, row_no, known_to IS NULL FROM archive.identifier",
    "name": "SELECT name, normal, grams, former, known_to IS NULL FROM archive.name",
    "registration": """SELECT code, name, legal_rep, capital, currency, address, division, established_on, known_to IS NULL
                       FROM archive.registration""",
    "record": """SELECT kind, matched, subject_name, doc_no, amount, result, data::text, known_to IS NULL,
                        (SELECT min(value) FROM archive.identifier i WHERE i.subject_id = r.subject_id) FROM archive.record r""",
    "event": "SELECT kind, occurred_on, summary, known_to IS NULL FROM archive.event",
    "candidate": "SELECT reason, subject_name, subject_code, settled_at IS NULL FROM archive.candidate",
}
