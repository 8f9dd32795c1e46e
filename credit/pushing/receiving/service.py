"""A push comes in: the same key again gets the same answer, and what it brings goes through the one door."""

import json
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from credit.pushing import queries
from credit.pushing.errors import KeyReused
from credit.pushing.models import PushRequest
from credit.pushing.rules import by_row, digest_of, meaning_of, names_of, outcomes
from credit.pushing.schemas import Push
from credit.standards.schemas import table_of
from supervision.accounts.departments.models import Department
from supervision.accounts.rules import actor_of
from supervision.intake import service as intake
from supervision.intake.batches.service import enqueue_load, may_take
from supervision.intake.kinds import CheckContext, ChunkContext
from supervision.intake.loading import rules as loading
from supervision.intake.models import Batch
from supervision.intake.pushing.service import as_received
from supervision.intake.queries import kind_named
from supervision.intake.reading.schemas import Slice, no_findings
from supervision.intake.schemas import Submission
from supervision.kernel import audit
from supervision.kernel.access import Principal
from supervision.kernel.clock import legal_date


def receive(session: Session, push: Push, *, key: str, principal: Principal, now: datetime) -> tuple[dict[str, Any], bool]:
    """Keep a push and ask for its load; return the answer, and whether it was given before."""
    actor, digest = actor_of(principal), digest_of(push)
    known = queries.earlier(session, actor=actor, key=key)
    if known is None:
        department, grant = queries.department_for(session, principal, push.department, on=legal_date(now))
        claimed = _claim(session, push, actor=actor, key=key, digest=digest, department=department, grant=grant, now=now)
        if claimed is not None:
            return _received(session, push, claimed, department, principal=principal, now=now), False
        known = queries.earlier(session, actor=actor, key=key)
    if known is None or known.digest != digest:
        raise KeyReused(key=key, batch=known.batch_id if known else "")
    return known.answer or {}, True


def _claim(
    session: Session,
    push: Push,
    *,
    actor: str,
    key: str,
    digest: bytes,
    department: Department,
    grant: int | None,
    now: datetime,
) -> PushRequest | None:
    """Take the key; who sends it at the same moment waits here and finds it taken."""
    values = {
        "actor": actor,
        "key": key,
        "digest": digest,
        "department_id": department.id,
        "authorisation_id": grant,
        "rows": len(push.rows),
        "received_at": now,
    }
    statement = insert(PushRequest).values(values).on_conflict_do_nothing(index_elements=["actor", "key"])
    number = session.execute(statement.returning(PushRequest.id)).scalar_one_or_none()
    return session.get_one(PushRequest, number) if number is not None else None


def _received(
    session: Session, push: Push, request: PushRequest, department: Department, *, principal: Principal, now: datetime
) -> dict[str, Any]:
    kind = kind_named(push.table)
    may_take(principal, kind)
    names = names_of(push, table_of(push.table), kind)
    _header, mapping, unknown = meaning_of(names, kind)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "push.jsonl"
        path.write_bytes(lines_of(push, names))
        submission = Submission(
            path=path,
            filename=f"接口推送-{request.id}.jsonl",
            department_id=department.id,
            source_name=department.name,
            requested_by=actor_of(principal),
            kind=kind.name,
            mapping=mapping,
        )
        taken = intake.receive(session, submission, now=now)
    if not taken.known_before:
        enqueue_load(session, taken.batch, principal=principal, now=now)
    _note(session, request, taken.batch, principal=principal, now=now)
    request.batch_id = taken.batch.id
    request.answer = {
        "batch_id": taken.batch.id,
        "number": taken.batch.number,
        "table": push.table,
        "department": department.code,
        "rows": len(push.rows),
        "known_before": taken.known_before,
        "unknown_fields": unknown,
        "results": f"/api/v1/credit/batches/{taken.batch.id}",
        "received_at": now.isoformat(),
    }
    session.flush()
    return request.answer


def lines_of(push: Push, names: tuple[str, ...]) -> bytes:
    """Return the rows as a file of JSON lines, every line with the same names; the file is kept like an upload."""
    lines = (json.dumps({name: row.get(name) for name in names}, ensure_ascii=False) for row in push.rows)
    return "\n".join(lines).encode() + b"\n"


def attempt(session: Session, push: Push, *, principal: Principal, now: datetime) -> dict[str, Any]:
    """Do everything that a push does but the keeping: the caller's session is for reading and is rolled back."""
    department, _grant = queries.department_for(session, principal, push.department, on=legal_date(now))
    kind, table = kind_named(push.table), table_of(push.table)
    may_take(principal, kind)
    names = names_of(push, table, kind)
    header, mapping, unknown = meaning_of(names, kind)
    called = [{shown: row.get(name) for name, shown in zip(names, header, strict=True)} for row in push.rows]
    part = Slice(as_received(called, first=1), 0, no_findings())
    context = CheckContext(received_on=legal_date(now), department_code=department.code)
    chunk = loading.prepare(part, chunk_no=0, first_row=1, kind=kind, mapping=mapping, context=context)
    frame = loading.without_rejected(chunk.frame, chunk.findings)
    findings, unchanged = chunk.findings, 0
    if frame.height:
        place = ChunkContext(0, 0, department.id, department.name, actor_of(principal))
        accepted = kind.accept(session, frame, place, now)
        findings, unchanged = loading.joined(chunk.findings, accepted.findings, kind), accepted.unchanged
    ended = loading.verdicts(chunk.rows, findings)
    tally = loading.tally(ended, unchanged=unchanged, blank=0)
    numbers = chunk.rows.to_list()
    return {
        "dry_run": True,
        "table": push.table,
        "department": department.code,
        "unknown_fields": unknown,
        "counts": {name: getattr(tally, name) for name in ("accepted", "held", "rejected", "warned", "unchanged")},
        "rows": outcomes(list(zip(numbers, ended, strict=True)), by_row(findings), table, rows=numbers),
    }


def _note(session: Session, request: PushRequest, batch: Batch, *, principal: Principal, now: datetime) -> None:
    audit.record(
        session,
        actor=actor_of(principal),
        action="credit.push.receive",
        object_kind="batch",
        object_id=batch.id,
        detail={"number": batch.number, "rows": request.rows, "authorisation": request.authorisation_id},
        now=now,
        department_id=request.department_id,
    )
