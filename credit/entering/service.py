"""Keep drafts, hand entries in, and note how they ended."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from credit.entering import queries
from credit.entering.errors import CorrectedMeanwhile, EntryChangedMeanwhile
from credit.entering.models import Entry
from credit.entering.schemas import Cells, Ground
from credit.entering.states import EntryAction, EntryState
from credit.questions import service as questions
from credit.questions.handing.queries import ended
from credit.questions.handing.schemas import Row, Sender
from credit.questions.handing.service import receive_rows
from credit.questions.queries import question_for
from credit.questions.service import Who
from credit.questions.states import QuestionState
from credit.reporting.models import Decision
from credit.standards.schemas import Table, table_of
from supervision.accounts.models import Department
from supervision.accounts.rules import actor_of
from supervision.intake.models import Verdict
from supervision.kernel import audit
from supervision.kernel.access import Principal

FILENAME: Final = "在线填报-{}.jsonl"
ONLY_ROW: Final = 1
UNTITLED: Final = "未填文书号"
LONGEST_TITLE: Final = 100
ENDINGS: Final[Mapping[Verdict, EntryAction]] = {
    Verdict.ACCEPTED: EntryAction.ACCEPT,
    Verdict.WARNED: EntryAction.ACCEPT,
    Verdict.HELD: EntryAction.HOLD,
    Verdict.REJECTED: EntryAction.REFUSE,
}


@dataclass(frozen=True, slots=True)
class Written:
    """A form as it was posted: its own number, the saved state that it showed, and what was typed."""

    key: UUID
    revision: int
    cells: Cells


def completed(table: Table, ground: Ground, typed: Cells, *, saved: Cells) -> dict[str, str]:
    """Return the row that a form means: what is locked comes from its ground, a personal field left empty stays as it was."""
    cells = {name: text for name, text in typed.items() if name not in ground.locked}
    cells |= {name: ground.cells[name] for name in ground.locked if name in ground.cells}
    before = {**ground.cells, **saved}
    kept = {column.name: before.get(column.name, "") for column in table.columns if column.personal}
    return cells | {name: text for name, text in kept.items() if text and not cells.get(name)}


def save(
    session: Session, ground: Ground, written: Written, *, department_id: int, principal: Principal, now: datetime
) -> Entry:
    """Keep what was typed as a draft; a form that was sent already stays what it became."""
    actor = actor_of(principal)
    values = {
        "key": written.key,
        "state": EntryState.DRAFT.value,
        "row_kind": ground.row_kind,
        "department_id": department_id,
        "cells": queries.sealed(written.cells),
        "title": title_of(written.cells),
        "decision_id": ground.decision_id,
        "base_version": ground.version,
        "question_id": ground.question_id,
        "created_by": actor,
        "created_at": now,
        "changed_by": actor,
        "changed_at": now,
    }
    made = session.scalar(insert(Entry).values(values).on_conflict_do_nothing().returning(Entry.id))
    entry = queries.entry_of(session, written.key)
    if entry is None:
        raise EntryChangedMeanwhile
    if made is None and entry.state == EntryState.DRAFT:
        _change(entry, written, ground, actor=actor, now=now)
    return entry


def _change(entry: Entry, written: Written, ground: Ground, *, actor: str, now: datetime) -> None:
    if entry.revision != written.revision:
        raise EntryChangedMeanwhile
    entry.cells, entry.title, entry.base_version = queries.sealed(written.cells), title_of(written.cells), ground.version
    entry.changed_by, entry.changed_at = actor, now
    entry.revision += 1


def title_of(cells: Cells) -> str:
    """Return by what a draft is known in a list."""
    return (cells.get("doc_no") or cells.get("title") or UNTITLED)[:LONGEST_TITLE]


def submit(session: Session, entry: Entry, *, principal: Principal, now: datetime) -> int:
    """Hand an entry in as a batch of one row and return the batch; an entry that was handed in already is not handed in again."""
    if entry.batch_id is not None:
        return entry.batch_id
    refuse_overtaken(session, entry)
    department = session.get_one(Department, entry.department_id)
    received = receive_rows(
        session,
        [Row(f"E{entry.id}", queries.opened(entry))],
        table=table_of(entry.row_kind),
        filename=FILENAME.format(entry.id),
        sender=Sender(department.id, department.name, principal),
        now=now,
    )
    who = Who(actor_of(principal), now)
    entry.batch_id, entry.changed_by, entry.changed_at = received.batch.id, who.actor, now
    entry.move(EntryAction.SEND)
    session.flush()
    if entry.question_id is not None:
        _answer(session, entry, principal=principal, who=who)
    audit.record(
        session,
        actor=who.actor,
        action="credit.entry.submit",
        object_kind="credit.entry",
        object_id=entry.id,
        detail={"batch_id": entry.batch_id, "decision_id": entry.decision_id, "question_id": entry.question_id},
        now=now,
        department_id=entry.department_id,
    )
    return received.batch.id


def refuse_overtaken(session: Session, entry: Entry) -> None:
    """Refuse a correction of a version that stands no more, or that somebody else is just correcting."""
    if entry.decision_id is None:
        return
    decision = session.get_one(Decision, entry.decision_id, with_for_update=True, populate_existing=True)
    if decision.version != entry.base_version or queries.under_way(session, entry):
        raise CorrectedMeanwhile


def _answer(session: Session, entry: Entry, *, principal: Principal, who: Who) -> None:
    question = question_for(session, principal, entry.question_id or 0, lock=True).question
    if question.state == QuestionState.OPEN:
        questions.sent(session, question, batch_id=entry.batch_id or 0, row_no=ONLY_ROW, who=who)


def settle(session: Session, *, batch_id: int, now: datetime) -> None:
    """Note how the row of an entry ended, and with it the question that it answers."""
    questions.settle(session, batch_id=batch_id, now=now)
    entry = queries.sent_in(session, batch_id)
    outcome = ended(session, batch_id, ONLY_ROW) if entry is not None else None
    if entry is None or outcome is None:
        return
    entry.faults = [dict(fault) for fault in outcome.faults]
    entry.move(ENDINGS[outcome.verdict])
    entry.changed_at = now
    session.flush()


def discard(session: Session, entry: Entry, *, revision: int, principal: Principal, now: datetime) -> None:
    """Put a draft aside."""
    if entry.revision != revision:
        raise EntryChangedMeanwhile
    entry.move(EntryAction.DISCARD)
    entry.changed_by, entry.changed_at = actor_of(principal), now
    audit.record(
        session,
        actor=actor_of(principal),
        action="credit.entry.discard",
        object_kind="credit.entry",
        object_id=entry.id,
        detail={},
        now=now,
        department_id=entry.department_id,
    )
