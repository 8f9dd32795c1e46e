"""A package comes in: nothing of it is believed before all of it is checked, and then every row goes through the one door."""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from uuid import UUID

from sqlalchemy.orm import Session

from credit.packages import queries
from credit.packages.container import service as container
from credit.packages.container.service import SHOWN
from credit.packages.errors import (
    FileChanged,
    KeyNotRegistered,
    KeyOfAnother,
    ManifestUnreadable,
    NumberReused,
    OlderPackage,
    PassphraseNeeded,
    PassphraseWrong,
    TableUnknown,
    UnitUnknown,
)
from credit.packages.keys.queries import key_by_fingerprint
from credit.packages.keys.rules import check_key
from credit.packages.making.features import meaning
from credit.packages.making.service import PURPOSE
from credit.packages.models import DiscFile, DiscPackage, SigningKey
from credit.packages.schemas import MANIFEST, PACKAGE, SIGNATURE, Manifest
from credit.standards.schemas import table_of
from supervision.accounts.models import Department
from supervision.intake import service as intake
from supervision.intake.batches.service import enqueue_load, may_take
from supervision.intake.queries import kind_named
from supervision.intake.schemas import Submission
from supervision.kernel import audit
from supervision.kernel.access import Principal
from supervision.kernel.clock import legal_date
from supervision.kernel.crypto import algorithms, passphrase
from supervision.kernel.crypto.errors import ValueTampered


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file as it came off the disc. `older` says that the person knows of a newer package and wants this one all the same."""

    content: bytes
    filename: str
    secret: str | None = field(default=None, repr=False)
    older: bool = False


@dataclass(frozen=True, slots=True)
class Taken:
    """The package as it stands; `known_before` when it was imported already and nothing was changed."""

    package: DiscPackage
    known_before: bool


@dataclass(frozen=True, slots=True)
class Believed:
    """A package of which every byte was checked."""

    manifest: Manifest
    files: Mapping[str, bytes]
    content: bytes
    encrypted: bool
    unit: Department
    key: SigningKey


def receive(session: Session, arrival: Arrival, *, principal: Principal | None, actor: str, now: datetime) -> Taken:
    """Check a package whole and hand its rows in; without a principal the caller loads the batches itself."""
    believed = checked(session, arrival, principal=principal, now=now)
    session.get_one(
        Department, believed.unit.id, with_for_update={"key_share": True}
    )  # the same disc twice at once: the second waits here
    known = queries.package_numbered(session, believed.manifest.package)
    if known is not None:
        if known.manifest != believed.files[MANIFEST]:
            raise NumberReused(package=believed.manifest.package)
        return Taken(known, known_before=True)
    newer = _newer(session, believed, older=arrival.older)
    package = _kept(session, believed, newer, actor=actor, now=now)
    for part in believed.manifest.parts:
        _handed_in(session, package, believed, part.table, principal=principal, actor=actor, now=now)
    _note(session, package, believed, actor=actor, now=now)
    return Taken(package, known_before=False)


def checked(session: Session, arrival: Arrival, *, principal: Principal | None, now: datetime) -> Believed:
    """Return a package that is byte for byte what its own unit signed with a key that holds; anything else is refused."""
    content = _decrypted(arrival)
    manifest, files = container.read(content, filename=arrival.filename)
    if manifest.format != PACKAGE:
        raise ManifestUnreadable(why="这是回执，不是离线包")
    line = key_by_fingerprint(session, manifest.signer.fingerprint)
    if line is None:
        raise KeyNotRegistered(fingerprint=manifest.signer.fingerprint[:SHOWN])
    container.check(content, manifest, files, public=line.key.public_key)
    check_key(line.key, made_at=manifest.made_at, now=now)
    unit = queries.unit_by_code(session, manifest.unit.code, principal)
    if unit is None:
        raise UnitUnknown(unit=manifest.unit.name)
    if unit.id != line.key.department_id:
        raise KeyOfAnother(unit=unit.name, owner=line.department)
    for part in manifest.parts:
        if queries.table_named(part.table) is None:
            raise TableUnknown(table=part.table)
        if not part.rows:
            raise FileChanged(name=part.name, why="没有数据行")
    return Believed(manifest, files, content, content is not arrival.content, unit, line.key)


def _decrypted(arrival: Arrival) -> bytes:
    if not passphrase.is_sealed(arrival.content):
        return arrival.content
    if not arrival.secret:
        raise PassphraseNeeded
    try:
        return passphrase.unseal(arrival.secret, arrival.content, purpose=PURPOSE)
    except ValueTampered:
        raise PassphraseWrong from None


def _newer(session: Session, believed: Believed, *, older: bool) -> DiscPackage | None:
    newest = queries.newest(session, believed.unit.id)
    if newest is None or newest.made_at <= believed.manifest.made_at:
        return None
    if not older:
        made, newer = legal_date(believed.manifest.made_at), legal_date(newest.made_at)
        raise OlderPackage(made=made, newer=newer)
    return newest


def _kept(session: Session, believed: Believed, newer: DiscPackage | None, *, actor: str, now: datetime) -> DiscPackage:
    manifest = believed.manifest
    package = DiscPackage(
        package=UUID(manifest.package),
        department_id=believed.unit.id,
        key_id=believed.key.id,
        since=manifest.since,
        until=manifest.until,
        made_at=manifest.made_at,
        digest=algorithms.digest("SM3", believed.content),
        encrypted=believed.encrypted,
        manifest=believed.files[MANIFEST],
        signature=believed.files[SIGNATURE],
        newer_id=newer.id if newer else None,
        received_at=now,
        received_by=actor,
    )
    session.add(package)
    session.flush()
    return package


def _handed_in(
    session: Session,
    package: DiscPackage,
    believed: Believed,
    row_kind: str,
    *,
    principal: Principal | None,
    actor: str,
    now: datetime,
) -> None:
    """Give one table of the package to the door as the file that it is."""
    kind = kind_named(row_kind)
    part = next(part for part in believed.manifest.parts if part.table == row_kind)
    if principal is not None:
        may_take(principal, kind)
    table = table_of(row_kind)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rows.csv"
        path.write_bytes(believed.files[part.name])
        submission = Submission(
            path=path,
            filename=f"离线包-{package.id}-{row_kind}.csv",
            department_id=believed.unit.id,
            source_name=believed.unit.name,
            requested_by=actor,
            kind=row_kind,
            mapping=meaning(table),
        )
        received = intake.receive(session, submission, now=now)
    if principal is not None and not received.known_before:
        enqueue_load(session, received.batch, principal=principal, now=now)
    session.add(
        DiscFile(
            package_id=package.id,
            row_kind=row_kind,
            rows=part.rows,
            batch_id=received.batch.id,
            known_before=received.known_before,
        )
    )
    session.flush()


def _note(session: Session, package: DiscPackage, believed: Believed, *, actor: str, now: datetime) -> None:
    audit.record(
        session,
        actor=actor,
        action="credit.package.import",
        object_kind="disc-package",
        object_id=str(package.package),
        detail={
            "rows": sum(part.rows for part in believed.manifest.parts),
            "fingerprint": believed.key.fingerprint,
            "newer": package.newer_id,
            "encrypted": package.encrypted,
        },
        now=now,
        department_id=package.department_id,
    )
