"""Packing the rows of a unit, signed, and encrypted where a passphrase is given."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Final
from uuid import uuid4

from sqlalchemy.orm import Session

from credit.packages.container.service import Content, signed
from credit.packages.errors import EncryptionNeeded, NothingToPack, PassphraseWeak, PeriodReversed, RowsTooMany
from credit.packages.making.features import as_csv, names_persons
from credit.packages.making.queries import Rows, rows_of_file, standing_rows
from credit.packages.models import DiscExport
from credit.packages.schemas import PACKAGE, Manifest, Unit
from credit.standards.schemas import Table
from supervision.accounts.models import Department
from supervision.kernel import audit
from supervision.kernel.crypto import CryptoProvider, algorithms, passphrase

PURPOSE: Final = "credit.package"
MOST_ROWS: Final = 100_000
LEAST_SIGNS: Final = 10
LARGEST_FILE: Final = 128 << 20


@dataclass(frozen=True, slots=True)
class Source:
    """Where the rows come from: a file of one table, or what stands here."""

    path: Path
    filename: str
    table: Table


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be packed; the passphrase is shown nowhere, not even in a traceback."""

    department: Department
    since: date
    until: date
    source: Source | None = None
    secret: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Made:
    """A package as it goes onto the disc."""

    manifest: Manifest
    content: bytes
    filename: str


def make(session: Session, order: Order, *, crypto: CryptoProvider, actor: str, now: datetime) -> Made:
    """Pack and sign; what was made is noted, the package itself is not kept."""
    if order.until < order.since:
        raise PeriodReversed
    check_secret(order.secret)
    manifest, content = signed(_content(session, order, now=now), crypto=crypto)
    _note(session, order, manifest, content, actor=actor, now=now)
    if order.secret is not None:
        content = passphrase.seal(order.secret, content, purpose=PURPOSE)
    ending = "zip.sealed" if order.secret is not None else "zip"
    name = f"{order.department.code}-{order.since:%Y%m%d}-{order.until:%Y%m%d}-{manifest.package[:8]}.{ending}"
    return Made(manifest, content, name)


def check_secret(secret: str | None) -> None:
    """Refuse a passphrase that protects nothing."""
    if secret is not None and len(secret) < LEAST_SIGNS:
        raise PassphraseWeak(length=LEAST_SIGNS)


def _content(session: Session, order: Order, *, now: datetime) -> Content:
    unit = order.department
    found = [(table, rows) for table, rows in _rows(session, order) if rows]
    count = sum(len(rows) for _table, rows in found)
    if order.secret is None and names_persons(found):
        raise EncryptionNeeded
    if not count:
        raise NothingToPack(unit=unit.name, since=order.since, until=order.until)
    if count > MOST_ROWS:
        raise RowsTooMany(rows=count, limit=MOST_ROWS)
    return Content(
        format=PACKAGE,
        package=str(uuid4()),
        unit=Unit(unit.code, unit.name, unit.uscc),
        since=order.since,
        until=order.until,
        made_at=now,
        tables=[(table, as_csv(table, rows)) for table, rows in found],
        about={},
    )


def _rows(session: Session, order: Order) -> Sequence[tuple[Table, Rows]]:
    if order.source is None:
        return standing_rows(session, department_id=order.department.id, since=order.since, until=order.until, most=MOST_ROWS)
    source = order.source
    rows = rows_of_file(
        session, source.path, filename=source.filename, table=source.table, most=MOST_ROWS, max_bytes=LARGEST_FILE
    )
    return [(source.table, rows)]


def _note(session: Session, order: Order, manifest: Manifest, content: bytes, *, actor: str, now: datetime) -> None:
    made = DiscExport(
        package=manifest.package,
        department_id=order.department.id,
        since=order.since,
        until=order.until,
        rows=sum(part.rows for part in manifest.parts),
        digest=algorithms.digest("SM3", content),
        encrypted=order.secret is not None,
        fingerprint=manifest.signer.fingerprint,
        made_at=now,
        made_by=actor,
    )
    session.add(made)
    session.flush()
    audit.record(
        session,
        actor=actor,
        action="credit.package.make",
        object_kind="disc-package",
        object_id=manifest.package,
        detail={
            "rows": made.rows,
            "encrypted": made.encrypted,
            "starts_on": order.since.isoformat(),
            "until": order.until.isoformat(),
        },
        now=now,
        department_id=order.department.id,
    )
