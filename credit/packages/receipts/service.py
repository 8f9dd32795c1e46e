"""The receipt of a package: signed by this platform, so that the unit can tell it from any other file on the disc."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from credit.packages.container import service as container
from credit.packages.container.service import Content, fingerprint, signed
from credit.packages.errors import KeyNotRegistered, ManifestUnreadable, ReceiptNotReady
from credit.packages.queries import FileLine, PackageLine
from credit.packages.receipts.features import as_csv
from credit.packages.receipts.queries import rows_ended
from credit.packages.schemas import RECEIPT, Manifest, Unit
from supervision.kernel import audit
from supervision.kernel.crypto import CryptoProvider

COUNTS = ("rows_read", "accepted", "held", "rejected", "warned", "unchanged", "blank")


def receipt(
    session: Session, line: PackageLine, *, crypto: CryptoProvider, actor: str, now: datetime
) -> tuple[Manifest, bytes]:
    """Return the receipt of a package once every row has ended."""
    if not line.settled:
        raise ReceiptNotReady
    unit, package = line.department, line.package
    content = Content(
        format=RECEIPT,
        package=str(package.package),
        unit=Unit(unit.code, unit.name, unit.uscc),
        since=package.since,
        until=package.until,
        made_at=now,
        tables=[(file.table, as_csv(rows_ended(session, file.batch, file.table))) for file in line.files],
        about={
            "received_at": package.received_at.isoformat(),
            "tables": {file.file.row_kind: _told(file) for file in line.files},
        },
    )
    audit.record(
        session,
        actor=actor,
        action="credit.package.receipt",
        object_kind="disc-package",
        object_id=str(package.package),
        detail={"rows": line.rows},
        now=now,
        department_id=unit.id,
    )
    return signed(content, crypto=crypto)


def _told(line: FileLine) -> dict[str, Any]:
    batch = line.batch
    counts = {name: getattr(batch, name) for name in COUNTS}
    return {**counts, "batch": batch.number, "state": batch.state, "error": batch.error, "known_before": line.file.known_before}


def check_receipt(content: bytes, *, filename: str, public: bytes) -> Manifest:
    """Return the manifest of a receipt that the holder of a key signed; any change is refused as in a package."""
    manifest, files = container.read(content, filename=filename)
    if manifest.format != RECEIPT:
        raise ManifestUnreadable(why="这是离线包，不是回执")
    if manifest.signer.fingerprint != fingerprint(public):
        raise KeyNotRegistered(fingerprint=manifest.signer.fingerprint[: container.SHOWN])
    container.check(content, manifest, files, public=public)
    return manifest
