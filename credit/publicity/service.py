"""Projecting decisions as they come, reviewing, publishing and ending records: in sets, and each with its reason.

Whether the public sees a record is never a matter of a job: it is asked when the record is read. The nightly job only keeps
books.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from credit.publicity import queries
from credit.publicity.errors import (
    AlreadyOver,
    ChangedMeanwhile,
    MasksNotConfirmed,
    NeverPublic,
    ReasonNeeded,
    ReviewedByReporter,
    SeverityNotDecided,
    StillHeld,
)
from credit.publicity.events import DecisionsPublished, PublicityEnded, RecordsAnnotated
from credit.publicity.masking.features import find
from credit.publicity.masking.rules import masked
from credit.publicity.models import Publication
from credit.publicity.projecting.features import NOT_VALID, OVER, judged, matter_of, new_token, projection
from credit.publicity.rules import Block, verdict
from credit.publicity.states import PUBLICATION, Annotation, PublicationAction, PublicationState, sources
from credit.reporting.models import Decision
from credit.reporting.states import SEVERITY_LABELS, Severity, Status
from supervision.kernel import audit
from supervision.kernel.clock import legal_date
from supervision.kernel.errors import DomainError
from supervision.kernel.outbox import publish as tell

TOGETHER: Final = 1_000
CORRECTED: Final = "决定已更正，新版本审核后公示"


@dataclass(frozen=True, slots=True)
class Given:
    """Who acts, when, and which revision of the record the person had seen."""

    actor: str
    now: datetime
    revision: int | None = None


@dataclass(frozen=True, slots=True)
class Handed:
    """What a record hands to that of the next version: its address, its first day in public, what is said of objections.

    `ended` are the columns that say that it was repaired, since no correction undoes a repair.
    """

    token: str
    first_published_at: datetime | None
    annotation: str | None
    ended: Mapping[str, Any] = field(default_factory=dict)


def project(session: Session, *, decision_ids: Sequence[int], now: datetime) -> int:
    """Make the records of decisions that are new or corrected, and stop showing what was corrected; return how many were made.

    Told twice, it does nothing the second time. A corrected record hands its address to its successor.
    """
    before = {(row.decision_id, row.version): row for row in queries.standing(session, decision_ids)}
    rules = queries.rules_now(session)
    rows: list[dict[str, Any]] = []
    for decision, division, reported_by in queries.reported(session, decision_ids):
        if (decision.id, decision.version) not in before:
            rows.append(projection(decision, division=division, reported_by=reported_by, rules=rules, now=now))
    void = {row["decision_id"]: row["review_reason"] == NOT_VALID for row in rows}
    former = _replaced(session, before, void, now=now)
    for row in rows:
        handed = former.get(row["decision_id"], Handed(row["token"], None, None))
        first = None if void[row["decision_id"]] else handed.first_published_at
        ended = handed.ended if row["state"] == PublicationState.DRAFT else {}
        row |= {"token": handed.token, "first_published_at": first, "annotation": handed.annotation, **ended}
    for start in range(0, len(rows), TOGETHER):
        session.execute(insert(Publication).on_conflict_do_nothing(), rows[start : start + TOGETHER])
    return len(rows)


def _replaced(
    session: Session, before: dict[tuple[int, int], Publication], void: dict[int, bool], *, now: datetime
) -> dict[int, Handed]:
    """Close the records of earlier versions; return what each hands on."""
    handed: dict[int, Handed] = {}
    shown = []
    for (decision_id, _version), record in sorted(before.items()):
        if decision_id not in void:
            continue
        annotation = Annotation(record.annotation).after_correction().value if record.annotation else None
        handed[decision_id] = Handed(record.token, record.first_published_at, annotation, _repaired(record))
        action, reason = (
            (PublicationAction.WITHDRAW, NOT_VALID) if void[decision_id] else (PublicationAction.CORRECT, CORRECTED)
        )
        if record.state == PublicationState.PUBLISHED:
            shown.append(record)
        if PUBLICATION.allows(PublicationState(record.state), action):
            _end(record, action, reason, now=now)
        record.token = new_token()
    session.flush()
    for state, reason in ((PublicationState.WITHDRAWN, NOT_VALID), (PublicationState.CORRECTED, CORRECTED)):
        _tell_ended(session, [record for record in shown if record.state == state], state, reason, now=now)
    return handed


def _repaired(record: Publication) -> dict[str, Any]:
    if record.state != PublicationState.REPAIRED:
        return {}
    return {name: getattr(record, name) for name in ("state", "ended_at", "ended_reason")}


def _end(record: Publication, action: PublicationAction, reason: str, *, now: datetime) -> None:
    """End a record; the reason is published with a withdrawal, so that it is covered like every text."""
    record.state = PUBLICATION.after(PublicationState(record.state), action).value
    record.ended_at, record.ended_reason = now, masked(reason, find(reason))
    record.revision += 1


def _tell_ended(
    session: Session, records: Sequence[Publication], state: PublicationState, reason: str, *, now: datetime
) -> None:
    if records:
        ids, decisions = tuple(row.id for row in records), tuple(row.decision_id for row in records)
        tell(session, PublicityEnded(ids, decisions, state.value, reason), now=now)


def withdraw_decisions(session: Session, *, decision_ids: Sequence[int], reason: str, now: datetime) -> int:
    """Stop showing decisions that hold no longer, at once; return how many records ended.

    依据: 行政处罚法第四十八条（撤回并公开说明理由）。
    """
    return _end_many(session, decision_ids, PublicationAction.WITHDRAW, reason, now=now)


def repair_decisions(session: Session, *, decision_ids: Sequence[int], reason: str, now: datetime) -> int:
    """Stop showing decisions whose credit was repaired; return how many records ended."""
    return _end_many(session, decision_ids, PublicationAction.REPAIR, reason, now=now)


def annotate(session: Session, *, decision_ids: Sequence[int], annotation: Annotation | None, now: datetime) -> int:
    """Say beside the records of decisions that somebody objects, at once; return how many records say something else now.

    依据: 民法典第一千零二十九条；上海市社会信用条例第三十六条（异议标注）。
    """
    value = annotation.value if annotation else None
    changed = [row for row in queries.standing(session, decision_ids) if row.annotation != value]
    for row in changed:
        row.annotation = value
    session.flush()
    shown = [row for row in changed if row.state == PublicationState.PUBLISHED]
    if shown:
        ids, decisions = tuple(row.id for row in shown), tuple(row.decision_id for row in shown)
        tell(session, RecordsAnnotated(ids, decisions, value or ""), now=now)
    return len(changed)


def _end_many(session: Session, decision_ids: Sequence[int], action: PublicationAction, reason: str, *, now: datetime) -> int:
    found = [row for row in queries.standing(session, decision_ids) if row.state in sources(action)]
    shown = [row for row in found if row.state == PublicationState.PUBLISHED]
    for row in found:
        _end(row, action, reason, now=now)
    session.flush()
    if shown:
        _tell_ended(session, shown, PublicationState(shown[0].state), reason, now=now)
    return len(found)


def expire(session: Session, *, now: datetime, most: int) -> int:
    """Note which records are past their last day; they were not shown any more before this ran."""
    over = (
        select(Publication)
        .where(Publication.state.in_(sources(PublicationAction.EXPIRE)), Publication.shown_until < legal_date(now))
        .order_by(Publication.shown_until)
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    found = session.scalars(over).all()
    shown = [row for row in found if row.state == PublicationState.PUBLISHED]
    ids = [row.id for row in found]
    values: dict[str, Any] = {"state": PublicationState.EXPIRED.value, "ended_at": now, "ended_reason": OVER}
    session.execute(update(Publication).where(Publication.id.in_(ids)).values(**values, revision=Publication.revision + 1))
    _tell_ended(session, shown, PublicationState.EXPIRED, OVER, now=now)
    return len(found)


def obstacle(record: Publication, decision: Decision, given: Given, *, reason: str = "") -> DomainError | None:
    """Return why a record cannot be published by this person now, or nothing."""
    return next(_obstacles(record, decision, given, reason=reason), None)


def _obstacles(record: Publication, decision: Decision, given: Given, *, reason: str) -> Iterator[DomainError]:
    doc_no, block = record.doc_no, Block(record.block) if record.block else None
    if given.revision not in {None, record.revision} or record.version != decision.version:
        yield ChangedMeanwhile(doc_no=doc_no)
    if block is not None and not block.may_be_lifted:
        yield NeverPublic(doc_no=doc_no, why=block.label, basis=block.basis)
    if given.actor == record.reported_by:
        yield ReviewedByReporter(doc_no=doc_no)
    if decision.held:
        yield StillHeld(doc_no=doc_no)
    if record.masks and record.masks_confirmed_by is None:
        yield MasksNotConfirmed(doc_no=doc_no, count=len(record.masks))
    if record.severity_proposed:
        yield SeverityNotDecided(doc_no=doc_no, proposed=SEVERITY_LABELS[Severity(record.severity_proposed)])
    if block is not None and not reason.strip():
        yield ReasonNeeded(doc_no=doc_no, what=block.label)
    if record.shown_until is not None and record.shown_until < legal_date(given.now):
        yield AlreadyOver(doc_no=doc_no, until=record.shown_until)


def publish(session: Session, record: Publication, given: Given, *, reason: str = "") -> None:
    """Show one record to the public.

    A late decision is still published: lateness is a finding against the agency, never a reason to keep it from the public.
    """
    publish_many(session, [record], given, reasons={record.id: reason})


def publish_many(
    session: Session, records: Sequence[Publication], given: Given, *, reasons: dict[int, str] | None = None
) -> None:
    """Show records to the public, all or none: the first that cannot be shown is told."""
    for record in records:
        _publish(session, record, given, reason=(reasons or {}).get(record.id, ""))
    session.flush()
    if records:
        ids, decisions = tuple(row.id for row in records), tuple(row.decision_id for row in records)
        tell(session, DecisionsPublished(ids, decisions), now=given.now)
        _audit(session, "credit.publicity.publish", records, given, {"documents": [row.doc_no for row in records][:50]})


def _publish(session: Session, record: Publication, given: Given, *, reason: str) -> None:
    state = PUBLICATION.after(PublicationState(record.state), PublicationAction.PUBLISH)
    refused = obstacle(record, queries.decision_of(session, record), given, reason=reason)
    if refused is not None:
        raise refused
    record.state = state.value
    record.reviewed_by, record.reviewed_at, record.review_reason = given.actor, given.now, reason.strip() or None
    record.published_at = given.now
    record.first_published_at = record.first_published_at or given.now
    record.revision += 1


def withhold(session: Session, record: Publication, given: Given, *, reason: str) -> None:
    """Keep a record from the public: a secret, or nothing that the law makes public."""
    _seen(record, given)
    if not reason.strip():
        raise ReasonNeeded(doc_no=record.doc_no, what="不予公示")
    if given.actor == record.reported_by:
        raise ReviewedByReporter(doc_no=record.doc_no)
    record.state = PUBLICATION.after(PublicationState(record.state), PublicationAction.WITHHOLD).value
    record.reviewed_by, record.reviewed_at, record.review_reason = given.actor, given.now, reason.strip()
    record.revision += 1
    session.flush()
    _audit(session, "credit.publicity.withhold", [record], given, {"reason": reason.strip()})


def take_up(session: Session, record: Publication, given: Given, *, reason: str) -> None:
    """Review again what was withheld; what no rule allows stays withheld."""
    _seen(record, given)
    block = Block(record.block) if record.block else None
    if block is not None and not block.may_be_lifted:
        raise NeverPublic(doc_no=record.doc_no, why=block.label, basis=block.basis)
    if queries.decision_of(session, record).status == Status.VOID:
        raise NeverPublic(doc_no=record.doc_no, why="决定已无效", basis="行政处罚法第四十八条")
    record.state = PUBLICATION.after(PublicationState(record.state), PublicationAction.RETURN).value
    record.reviewed_by = record.reviewed_at = record.review_reason = None
    record.revision += 1
    session.flush()
    _audit(session, "credit.publicity.take-up", [record], given, {"reason": reason.strip()})


def withdraw(session: Session, record: Publication, given: Given, *, reason: str) -> None:
    """Take a record from the portal at once; why is published in its place among the withdrawals."""
    _seen(record, given)
    if not reason.strip():
        raise ReasonNeeded(doc_no=record.doc_no, what="撤下公示")
    _end(record, PublicationAction.WITHDRAW, reason.strip(), now=given.now)
    session.flush()
    _tell_ended(session, [record], PublicationState.WITHDRAWN, reason.strip(), now=given.now)
    _audit(session, "credit.publicity.withdraw", [record], given, {"reason": reason.strip()})


def decide_severity(session: Session, record: Publication, given: Given, *, severity: Severity) -> None:
    """Let a person decide what an unconfirmed rule only proposes; the period is counted anew."""
    _seen(record, given)
    PUBLICATION.after(PublicationState(record.state), PublicationAction.PUBLISH)
    decision = queries.decision_of(session, record)
    matter = matter_of(decision, division=record.division, severity=severity.value)
    for name, value in judged(verdict(matter, queries.rules_now(session))).items():
        setattr(record, name, value)
    record.revision += 1
    session.flush()
    _audit(session, "credit.publicity.severity", [record], given, {"severity": severity.value})


def _seen(record: Publication, given: Given) -> None:
    if given.revision not in {None, record.revision}:
        raise ChangedMeanwhile(doc_no=record.doc_no)


def _audit(session: Session, action: str, records: Sequence[Publication], given: Given, detail: dict[str, object]) -> None:
    first = records[0]
    audit.record(
        session,
        actor=given.actor,
        action=action,
        object_kind="publication",
        object_id=first.id if len(records) == 1 else None,
        detail={**detail, "ids": [row.id for row in records][:TOGETHER]},
        now=given.now,
        department_id=first.department_id,
    )
