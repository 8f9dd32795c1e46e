"""Which rows a merge moves, and which came after it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, Text, case, exists, func, literal, or_, select, type_coerce
from sqlalchemy.orm import Session, aliased

from supervision.accounts.models import Department
from supervision.archive.subjects.merging.errors import MergeUnknown
from supervision.archive.subjects.merging.models import Merge
from supervision.archive.subjects.models import Event, Identifier, Name, Record, Registration, Relation, Subject
from supervision.archive.subjects.withholding.queries import withheld

OWNED: Final[dict[str, type[Any]]] = {
    "identifier": Identifier,
    "name": Name,
    "registration": Registration,
    "record": Record,
    "event": Event,
}
WORDS: Final = {
    "identifier": "标识",
    "name": "名称",
    "registration": "登记",
    "record": "记录",
    "event": "经过",
    "relation": "关系",
}
WITHHELD: Final = "已停止共享，内容不显示"


@dataclass(frozen=True, slots=True)
class LaterRow:
    """A row that came while two archives were read as one; `key` names it in a form."""

    key: str
    word: str
    text: str
    subject_id: int
    department: str
    known_from: datetime
    occurred_on: date | None


def group_below(session: Session, subject_id: int) -> list[int]:
    """Return the subject and all that are merged into it, directly or through others."""
    below = select(Subject.id).where(Subject.id == subject_id).cte("below", recursive=True)
    inner = aliased(Subject)
    below = below.union_all(select(inner.id).join(below, inner.merged_into == below.c.id))
    return list(session.scalars(select(below.c.id).order_by(below.c.id)))


def moved_rows(session: Session, subject_ids: Sequence[int]) -> dict[str, list[int]]:
    """Return the ids of everything that is said about the subjects, by table."""
    moved = {
        name: list(session.scalars(select(model.id).where(model.subject_id.in_(subject_ids)).order_by(model.id)))
        for name, model in OWNED.items()
    }
    ends = or_(Relation.from_id.in_(subject_ids), Relation.to_id.in_(subject_ids))
    return {**moved, "relation": list(session.scalars(select(Relation.id).where(ends).order_by(Relation.id)))}


def open_merge(session: Session, merged_id: int) -> Merge | None:
    """Return the merge by which a subject is read under another now."""
    return session.scalar(select(Merge).where(Merge.merged_id == merged_id, Merge.split_at.is_(None)))


def merge_by_id(session: Session, merge_id: int, *, lock: bool = False) -> Merge:
    """Return a merge, locked for a change if asked."""
    found = session.get(Merge, merge_id, with_for_update=lock)
    if found is None:
        raise MergeUnknown
    return found


def later_rows(session: Session, merge: Merge) -> list[LaterRow]:
    """Return the rows of the joined archive that were not known when it was joined, the oldest first."""
    group = group_below(session, merge.kept_id)
    rows = [row for name in OWNED for row in session.execute(_later(name, group, merge.merged_at))]
    rows += list(session.execute(_later_relations(group, merge.merged_at)))
    return sorted((LaterRow(f"{row[0]}-{row[1]}", WORDS[row[0]], *row[2:]) for row in rows), key=lambda row: row.known_from)


TEXTS: Final[dict[str, ColumnElement[str]]] = {
    "identifier": type_coerce(Identifier.value, Text),
    "name": type_coerce(Name.name, Text),
    "registration": func.concat_ws("，", Registration.name, Registration.legal_rep, Registration.address),
    "record": case((withheld(), WITHHELD), else_=func.concat_ws("，", Record.item, Record.doc_no, Record.result)),
    "event": case(
        (exists().where(Event.link_kind == "record", Record.id == Event.link_id, withheld()), WITHHELD), else_=Event.summary
    ),
}


def _later(name: str, group: Sequence[int], since: datetime) -> Select[Any]:
    model = OWNED[name]
    happened = model.occurred_on if name in {"record", "event"} else model.valid_from
    wanted: Select[Any] = select(
        literal(name), model.id, TEXTS[name], model.subject_id, Department.name, model.known_from, happened
    )
    return wanted.join(Department, Department.id == model.department_id).where(
        model.subject_id.in_(group), model.known_from > since
    )


def _later_relations(group: Sequence[int], since: datetime) -> Select[Any]:
    ours = case((Relation.to_id.in_(group), Relation.to_id), else_=Relation.from_id)
    wanted: Select[Any] = select(
        literal("relation"),
        Relation.id,
        func.concat_ws("，", Relation.kind, Relation.from_name),
        ours,
        Department.name,
        Relation.known_from,
        Relation.valid_from,
    )
    return wanted.join(Department, Department.id == Relation.department_id).where(
        or_(Relation.from_id.in_(group), Relation.to_id.in_(group)), Relation.known_from > since
    )
