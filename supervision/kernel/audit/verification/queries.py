"""Reading every entry once, in order, and comparing it with what its hash, its neighbour and the roots say."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from supervision.kernel import crypto
from supervision.kernel.audit.models import AccessEntry, AuditEntry
from supervision.kernel.audit.roots.rules import Root, message
from supervision.kernel.audit.rules import GENESIS, entry_hash, reading_line
from supervision.kernel.audit.service import SEALED
from supervision.kernel.audit.verification.rules import Fault, Finding, Report
from supervision.kernel.crypto.algorithms import DIGESTS, hasher
from supervision.kernel.errors import DomainError

PAGE = 5_000
NEAR = 10_000
EXPLAINED = 100


@dataclass(slots=True)
class _Walk:
    """Where the reading stands: the entry before, and the hashes that roots ask for."""

    wanted: frozenset[int]
    seq: int = 0
    hash: bytes = GENESIS
    sealed: int = 0
    readings: int = 0
    broken: bool = False
    searched: int = 0
    hashes: dict[int, bytes] = field(default_factory=dict)


def verify(session: Session, *, roots: Sequence[tuple[str, Root | None]] = ()) -> Report:
    """Return everything that is not as it was written; `roots` are file names with what they hold."""
    walk = _Walk(frozenset(root.seq for _, root in roots if root))
    findings: list[Finding] = []
    for entry in _in_order(session):
        findings.extend(_compare(session, entry, walk))
        if entry.action == SEALED:
            findings.extend(_compare_batch(session, entry, walk))
        _advance(walk, entry)
    for name, root in roots:
        findings.extend(_compare_root(name, root, walk))
    return Report(walk.seq, walk.readings, len(roots), tuple(findings))


def _in_order(session: Session) -> Iterable[AuditEntry]:
    everything = select(AuditEntry).order_by(AuditEntry.seq).execution_options(yield_per=PAGE)
    for entry in session.scalars(everything):
        session.expunge(entry)
        yield entry


def _advance(walk: _Walk, entry: AuditEntry) -> None:
    walk.seq, walk.hash = entry.seq, entry.hash
    if entry.seq in walk.wanted:
        walk.hashes[entry.seq] = entry.hash


def _compare(session: Session, entry: AuditEntry, walk: _Walk) -> Iterator[Finding]:
    follows = entry.seq == walk.seq + 1 and not walk.broken
    walk.broken = not _holds(entry, entry.seq)
    if entry.seq > walk.seq + 1:
        yield Finding(Fault.REMOVED, walk.seq + 1, f"第 {walk.seq + 1} 至 {entry.seq - 1} 条不存在")
    if walk.broken:
        yield _explain(entry, _written_at(session, entry, walk))
    elif follows and entry.previous != walk.hash:
        yield Finding(Fault.CHANGED, entry.seq, f"第 {entry.seq} 条与前一条的哈希不衔接")


def _explain(entry: AuditEntry, written_at: int | None) -> Finding:
    if written_at is None:
        return Finding(Fault.CHANGED, entry.seq, f"第 {entry.seq} 条的内容与其哈希不符")
    return Finding(Fault.REORDERED, entry.seq, f"第 {entry.seq} 条原为第 {written_at} 条")


def _holds(entry: AuditEntry, seq: int) -> bool:
    known = entry.algorithm in DIGESTS
    return known and entry_hash(entry, seq=seq, previous=entry.previous, algorithm=entry.algorithm) == entry.hash


def _written_at(session: Session, entry: AuditEntry, walk: _Walk) -> int | None:
    """Return the number under which the entry's hash holds, nearest first; only the first faults are worth the search."""
    walk.searched += 1
    if walk.searched > EXPLAINED:
        return None
    end = session.scalar(select(func.max(AuditEntry.seq))) or 0
    places = sorted(range(max(1, entry.seq - NEAR), min(entry.seq + NEAR, end) + 1), key=lambda place: abs(place - entry.seq))
    return next((place for place in places if _holds(entry, place)), None)


def _compare_batch(session: Session, entry: AuditEntry, walk: _Walk) -> Iterator[Finding]:
    try:
        facts = entry.details
        first, last, algorithm = int(facts["first"]), int(facts["last"]), str(facts["algorithm"])
        worker = hasher(algorithm)
    except (ValueError, KeyError, TypeError):
        return
    rows = session.scalars(
        select(AccessEntry)
        .where(AccessEntry.id.between(first, last))
        .order_by(AccessEntry.id)
        .execution_options(yield_per=PAGE)
    )
    count = 0
    for row in rows:
        worker.update(reading_line(row))
        session.expunge(row)
        count += 1
    walk.readings += count
    if first != walk.sealed + 1 or count != facts["count"] or worker.finalize().hex() != facts["digest"]:
        words = f"访问记录 {first} 至 {last}（应有 {facts['count']} 条，现有 {count} 条）与第 {entry.seq} 条封存的摘要不符"
        yield Finding(Fault.ACCESS_CHANGED, entry.seq, words)
    walk.sealed = last


def _compare_root(name: str, root: Root | None, walk: _Walk) -> Iterator[Finding]:
    if root is None or not _signed_by_us(root):
        yield Finding(Fault.ROOT_INVALID, 0, f"根文件 {name} 的签名无效或格式不符")
    elif root.seq > walk.seq:
        words = f"{root.at} 签名时有 {root.seq} 条，现只有 {walk.seq} 条（根文件 {name}）"
        yield Finding(Fault.TAIL_CUT, walk.seq + 1, words)
    elif walk.hashes.get(root.seq, b"").hex() != root.hash:
        yield Finding(Fault.REWRITTEN, root.seq, f"第 {root.seq} 条与根文件 {name} 中的哈希不一致")


def _signed_by_us(root: Root) -> bool:
    try:
        return crypto.provider().verify(message(root), bytes.fromhex(root.signature))
    except (DomainError, ValueError):
        return False
