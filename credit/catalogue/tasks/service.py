"""Closing tasks: with an alias, a new item, an earlier start, or a reason why the catalogue stays as it is."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from credit.catalogue import queries as catalogue
from credit.catalogue import service as items
from credit.catalogue.errors import ReasonMissing, StillOutside, TaskUnknown
from credit.catalogue.matching import service as matching
from credit.catalogue.models import CatalogueTask
from credit.catalogue.schemas import Entry
from credit.catalogue.states import TASK, Outcome, TaskAction, TaskState
from credit.catalogue.tasks import queries
from supervision.kernel import audit

CLOSED: Final = "credit.catalogue.task.close"
AT_ONCE: Final = 10_000


@dataclass(frozen=True, slots=True)
class Who:
    """Who closes a task, and when."""

    actor: str
    now: datetime


def close_with_alias(session: Session, *, task_id: int, item_id: int, who: Who) -> int:
    """Give an item the name that the decisions carry, and return how many of them are in the catalogue now."""
    task = _held(session, task_id)
    before = catalogue.standing(session, item_id=item_id)
    catalogue_ids = {row.item_id for row in catalogue.standing_of(session, department_ids=[task.department_id])}
    if before.kind != task.kind or item_id not in catalogue_ids:
        raise StillOutside
    if task.name not in {before.name, *before.aliases}:
        entry = replace(before.entry, aliases=(*before.aliases, task.name), valid_from=None)
        note = f"维护任务 {task.id}：记为别名"
        items.change(session, entry, item_id=item_id, seen=before.number, actor=who.actor, now=who.now, note=note)
    return _closed(session, task, Outcome.ALIAS, item_id=item_id, note="", who=who)


def close_with_item(session: Session, *, task_id: int, entry: Entry, who: Who) -> int:
    """Put a new item into the catalogue that was in use when the first of the decisions was made."""
    task = _held(session, task_id)
    named = entry if task.name == entry.name else replace(entry, aliases=tuple(dict.fromkeys((*entry.aliases, task.name))))
    begun = replace(named, kind=task.kind, valid_from=min(entry.valid_from or task.first_decided_on, task.first_decided_on))
    note = f"维护任务 {task.id}：新增事项"
    made = items.add(session, begun, department_id=task.department_id, actor=who.actor, now=who.now, note=note)
    return _closed(session, task, Outcome.ITEM, item_id=made.id, note="", who=who)


def close_with_earlier_start(session: Session, *, task_id: int, who: Who, note: str) -> int:
    """Let the item be in use from the day of the first of the decisions on."""
    task = _held(session, task_id)
    if task.item_id is None:
        raise StillOutside
    if not note.strip():
        raise ReasonMissing
    items.prepend(
        session, item_id=task.item_id, starts_on=task.first_decided_on, actor=who.actor, now=who.now, note=note.strip()
    )
    return _closed(session, task, Outcome.ENABLED, item_id=task.item_id, note=note, who=who)


def close_without(session: Session, *, task_id: int, outcome: Outcome, note: str, who: Who) -> None:
    """Leave the catalogue as it is and say why; the decisions stay without an item."""
    task = _held(session, task_id)
    if outcome not in {Outcome.WRONG, Outcome.ELSEWHERE}:
        raise StillOutside
    if not note.strip():
        raise ReasonMissing
    _write(session, task, outcome, item_id=task.item_id, note=note, who=who)


def _held(session: Session, task_id: int) -> CatalogueTask:
    task = session.get(CatalogueTask, task_id, with_for_update=True, populate_existing=True)
    if task is None:
        raise TaskUnknown
    TASK.after(TaskState(task.state), TaskAction.CLOSE)
    return task


def _closed(session: Session, task: CatalogueTask, outcome: Outcome, *, item_id: int, note: str, who: Who) -> int:
    """Match what waited, refuse when it still stands outside, and close the task."""
    waiting = queries.decision_ids(session, task_id=task.id)
    found = sum(
        matching.match(session, decision_ids=waiting[start : start + AT_ONCE], now=who.now)
        for start in range(0, len(waiting), AT_ONCE)
    )
    if waiting and not found:
        raise StillOutside
    session.refresh(task)
    _write(session, task, outcome, item_id=item_id, note=note, who=who)
    return found


def _write(session: Session, task: CatalogueTask, outcome: Outcome, *, item_id: int | None, note: str, who: Who) -> None:
    task.state, task.outcome, task.item_id, task.note = TaskState.CLOSED, outcome, item_id, note.strip()
    task.closed_at, task.closed_by = who.now, who.actor
    session.flush()
    audit.record(
        session,
        actor=who.actor,
        action=CLOSED,
        object_kind="catalogue_task",
        object_id=task.id,
        detail={"name": task.name, "decision": outcome.label, "reason": note},
        now=who.now,
        department_id=task.department_id,
    )
