"""Merging two archives and splitting them again."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from supervision.archive.subjects.errors import SubjectUnknown
from supervision.archive.subjects.events import SubjectsMerged, SubjectsSplit
from supervision.archive.subjects.merging import queries, rules
from supervision.archive.subjects.merging.errors import AlreadySplit, AssignmentCollides, RowsUnassigned
from supervision.archive.subjects.merging.models import Merge
from supervision.archive.subjects.merging.queries import OWNED, LaterRow
from supervision.archive.subjects.models import Relation, Subject
from supervision.kernel import audit
from supervision.kernel.outbox import publish


def merge(session: Session, *, kept_id: int, merged_id: int, reason: str, actor: str, now: datetime) -> Merge:
    """Read the second archive under the first from now on; only `merged_into` is written, every row stays where it is."""
    reason = rules.reason_given(reason)
    sides = _locked(session, (kept_id, merged_id))
    rules.allow_merge(_side(sides, kept_id), _side(sides, merged_id))
    made = Merge(
        kept_id=kept_id,
        merged_id=merged_id,
        reason=reason,
        moved=queries.moved_rows(session, queries.group_below(session, merged_id)),
        merged_at=now,
        merged_by=actor,
    )
    sides[merged_id].merged_into = kept_id
    session.add(made)
    session.flush()
    _tell(session, "archive.merge", made, reason=reason, actor=actor, now=now)
    publish(session, SubjectsMerged(merge_id=made.id, kept_id=kept_id, merged_id=merged_id), now=now)
    return made


def split(session: Session, *, merge_id: int, assignments: Mapping[str, int], reason: str, actor: str, now: datetime) -> Merge:
    """Let both stand for themselves again, exactly as before; a person says whose each later row is.

    `assignments` names the kept or the merged subject for every row of `queries.later_rows`.
    """
    reason = rules.reason_given(reason)
    made = queries.merge_by_id(session, merge_id, lock=True)
    if made.split_at is not None:
        raise AlreadySplit(who=made.split_by)
    sides = _locked(session, (made.kept_id, made.merged_id))
    later = queries.later_rows(session, made)
    chosen = {row.key: assignments.get(row.key) for row in later}
    missing = sum(1 for owner in chosen.values() if owner not in {made.kept_id, made.merged_id})
    if missing:
        raise RowsUnassigned(count=missing)
    below = queries.group_below(session, made.merged_id)
    for row in later:
        _assign(session, row, made=made, below=below, owner=chosen[row.key] or made.kept_id)
    sides[made.merged_id].merged_into = None
    made.split_at, made.split_by, made.split_reason = now, actor, reason
    session.flush()
    _tell(session, "archive.split", made, reason=reason, actor=actor, now=now)
    publish(session, SubjectsSplit(merge_id=made.id, kept_id=made.kept_id, merged_id=made.merged_id), now=now)
    return made


def _assign(session: Session, row: LaterRow, *, made: Merge, below: Sequence[int], owner: int) -> None:
    """Give a row to the chosen side; on the right side it stays where it is, which may be a member of that side's group."""
    if (row.subject_id in below) == (owner == made.merged_id):
        return
    table, _, number = row.key.partition("-")
    try:
        with session.begin_nested():
            _move(session, table, int(number), old=row.subject_id, new=owner)
    except IntegrityError:
        raise AssignmentCollides(row=row.text) from None


def _move(session: Session, table: str, number: int, *, old: int, new: int) -> None:
    if table != "relation":
        model = OWNED[table]
        session.execute(update(model).where(model.id == number).values(subject_id=new))
        return
    relation = session.get_one(Relation, number)
    if relation.to_id == old:
        relation.to_id = new
    else:
        relation.from_id, relation.holder_key = new, f"s:{new}"
    session.flush()


def _locked(session: Session, ids: Sequence[int]) -> dict[int, Subject]:
    query = select(Subject).where(Subject.id.in_(ids)).order_by(Subject.id).with_for_update()
    return {subject.id: subject for subject in session.scalars(query.execution_options(populate_existing=True))}


def _side(sides: Mapping[int, Subject], subject_id: int) -> rules.Side:
    subject = sides.get(subject_id)
    if subject is None:
        raise SubjectUnknown(asked=subject_id)
    return rules.Side(subject.id, subject.kind, subject.merged_into)


def _tell(session: Session, action: str, made: Merge, *, reason: str, actor: str, now: datetime) -> None:
    detail: dict[str, Any] = {"merge": made.id, "kept": made.kept_id, "merged": made.merged_id, "reason": reason}
    audit.record(session, actor=actor, action=action, object_kind="archive", object_id=made.kept_id, detail=detail, now=now)
