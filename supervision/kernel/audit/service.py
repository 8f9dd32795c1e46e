"""Adding to the chain and to the access log.

An entry takes its place in the chain at the very end of its transaction: the lock that serialises all writers is then
held for a moment only, and is always the last one taken, so that it can be part of no deadlock.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import event, func, insert, select, text
from sqlalchemy.orm import Session, SessionTransaction

from supervision.kernel.audit.models import AccessEntry, AuditEntry
from supervision.kernel.audit.rules import ALGORITHM, GENESIS, Draft, canonical, entry_hash, reading_line, storable
from supervision.kernel.crypto.algorithms import hasher

CHAIN_LOCK: Final = 4_201_001
ACCESS_LOCK: Final = 4_201_002
SEALED: Final = "audit.access-sealed"
BATCH: Final = 50_000
_PENDING: Final = "supervision.audit.pending"


def record(
    session: Session,
    *,
    actor: str,
    action: str,
    object_kind: str,
    object_id: str | int | None,
    detail: Mapping[str, object],
    now: datetime,
    department_id: int | None = None,
    address: str | None = None,
) -> None:
    """Add one act to the chain together with the caller's transaction; rolled back, it never was."""
    draft = Draft(
        at=now,
        actor=storable(actor),
        action=action,
        object_kind=object_kind,
        object_id=None if object_id is None else storable(str(object_id)),
        department_id=department_id,
        address=None if address is None else storable(address),
        detail=canonical(detail),
    )
    if not session.in_transaction():
        session.begin()
    if session.in_nested_transaction():
        _append(session, [draft])
    else:
        session.info.setdefault(_PENDING, []).append(draft)


def append_now(session: Session) -> None:
    """Give recorded acts their place before the commit does, for a caller that reads them back."""
    drafts: list[Draft] = session.info.pop(_PENDING, [])
    if drafts:
        _append(session, drafts)


def _append(session: Session, drafts: list[Draft]) -> None:
    session.execute(select(func.pg_advisory_xact_lock(CHAIN_LOCK)))
    last = session.execute(select(AuditEntry.seq, AuditEntry.hash).order_by(AuditEntry.seq.desc()).limit(1)).first()
    seq, previous = (last.seq, last.hash) if last else (0, GENESIS)
    rows: list[dict[str, Any]] = []
    for draft in drafts:
        seq += 1
        rows.append(_row(draft, seq, previous))
        previous = rows[-1]["hash"]
    session.execute(insert(AuditEntry.__table__), rows)  # type: ignore[arg-type]  # the table of a mapped class


def _row(draft: Draft, seq: int, previous: bytes) -> dict[str, Any]:
    values = {name: getattr(draft, name) for name in Draft.__slots__}
    digest = entry_hash(draft, seq=seq, previous=previous)
    return {**values, "seq": seq, "previous": previous, "hash": digest, "algorithm": ALGORITHM}


@event.listens_for(Session, "before_commit")
def _append_at_the_end(session: Session) -> None:
    if not session.in_nested_transaction():
        append_now(session)


@event.listens_for(Session, "after_soft_rollback")
def _forget(session: Session, ended: SessionTransaction) -> None:
    if ended.parent is None:
        session.info.pop(_PENDING, None)


# The lock is taken before the number is drawn, so that whoever seals has seen every smaller number.
_LOG_READ: Final = text(
    "WITH held AS MATERIALIZED (SELECT pg_advisory_xact_lock_shared(:lock)) "
    "INSERT INTO kernel.access_log "
    "(at, actor, action, object_kind, object_id, purpose, case_number, department_id, address) "
    "SELECT :at, :actor, :action, :object_kind, :object_id, :purpose, :case_number, :department_id, :address FROM held"
)


def log_read(
    session: Session,
    *,
    actor: str,
    object_kind: str,
    object_id: str | int | None,
    now: datetime,
    action: str = "read",
    purpose: str | None = None,
    case_number: str | None = None,
    department_id: int | None = None,
    address: str | None = None,
) -> None:
    """Note a reading; one insert in the caller's transaction, which therefore has to be one that commits."""
    values = {
        "lock": ACCESS_LOCK,
        "at": now,
        "actor": storable(actor),
        "action": action,
        "object_kind": object_kind,
        "object_id": None if object_id is None else storable(str(object_id)),
        "purpose": None if purpose is None else storable(purpose),
        "case_number": None if case_number is None else storable(case_number),
        "department_id": department_id,
        "address": None if address is None else storable(address),
    }
    session.execute(_LOG_READ, values)


def seal_access_log(session: Session, *, now: datetime, limit: int = BATCH) -> int:
    """Put the digest of the next batch of the access log into the chain; return how many rows it covers."""
    first = _sealed_up_to(session) + 1
    settled = _settled_up_to(session)
    batch = (AccessEntry.id >= first, AccessEntry.id <= settled)
    rows = session.scalars(select(AccessEntry).where(*batch).order_by(AccessEntry.id).limit(limit)).all()
    if not rows:
        return 0
    worker = hasher(ALGORITHM)
    for row in rows:
        worker.update(reading_line(row))
    facts = {"first": first, "last": rows[-1].id, "count": len(rows), "digest": worker.finalize().hex(), "algorithm": ALGORITHM}
    record(session, actor="platform", action=SEALED, object_kind="access-log", object_id=rows[-1].id, detail=facts, now=now)
    return len(rows)


def _sealed_up_to(session: Session) -> int:
    newest = select(AuditEntry).where(AuditEntry.action == SEALED).order_by(AuditEntry.seq.desc()).limit(1)
    entry = session.scalars(newest).first()
    return int(entry.details["last"]) if entry else 0


def _settled_up_to(session: Session) -> int:
    """Return the number up to which every reading is committed or gone: nobody who drew one is still under way."""
    with session.begin_nested() as moment:
        session.execute(text("SET LOCAL lock_timeout = '2s'"))
        session.execute(select(func.pg_advisory_xact_lock(ACCESS_LOCK)))
        settled = session.scalar(select(func.max(AccessEntry.id)))
        moment.rollback()
    return settled or 0
