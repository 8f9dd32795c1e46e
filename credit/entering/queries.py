"""Drafts and entries of a department, and what a form starts from."""

import json
from collections.abc import Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session

from credit.catalogue.queries import standing_of
from credit.catalogue.states import Use
from credit.entering.errors import EntryNotFound
from credit.entering.features import KEY_FIELDS
from credit.entering.models import Entry
from credit.entering.schemas import Cells, Ground
from credit.entering.states import EntryState
from credit.entering.trying.schemas import Source
from credit.questions.handing.features import written
from credit.questions.handing.queries import cells_of
from credit.questions.models import Question
from credit.questions.queries import question_for
from credit.reporting.models import Decision
from credit.reporting.queries import decision_for
from credit.standards.schemas import Table, tables
from supervision.accounts.models import Department
from supervision.accounts.rules import actor_of
from supervision.kernel.access import Principal
from supervision.kernel.crypto import provider

PURPOSE: Final = "credit.entry"
RECENT: Final = 20
OF_DECISION: Final = {
    "subject_name": "subject_name", "party_kind": "party_kind", "code": "subject_code", "authority": "authority",
    "authority_code": "authority_code", "source_name": "source_name", "source_code": "source_code", "doc_no": "doc_no",
    "title": "title", "matter": "item", "category": "category", "certificate": "certificate", "certificate_no": "certificate_no",
    "occurred_on": "decided_on", "effective_on": "effective_on", "valid_from": "valid_from", "valid_to": "valid_to",
    "amount": "amount", "confiscated": "confiscated", "facts": "facts", "basis": "basis", "violation": "violation",
    "licence_ref": "revoked_ref", "publish_until": "publicity_until", "severity_basis": "severity_basis",
    "remedy_channel": "remedy_channel", "remark": "remark", "accepted_on": "accepted_on", "completed_on": "completed_on",
}  # fmt: skip
WORDS: Final = ("procedure", "severity")


def sealed(cells: Cells) -> bytes:
    """Return cells as they are stored."""
    return provider().encrypt(PURPOSE, json.dumps(dict(cells), ensure_ascii=False).encode())


def opened(entry: Entry) -> dict[str, str]:
    """Return the cells of an entry."""
    cells: dict[str, str] = json.loads(provider().decrypt(PURPOSE, entry.cells))
    return cells


def visible(principal: Principal) -> ColumnElement[bool]:
    """Return the condition for the entries of the departments that a principal's positions cover."""
    return principal.covers(Department.path, Department.division)


def entries(session: Session, principal: Principal, *, drafts: bool) -> Sequence[Entry]:
    """Return the drafts, or what was sent of late; the latest first."""
    state = Entry.state == EntryState.DRAFT.value
    ended = Entry.state.not_in([EntryState.DRAFT.value, EntryState.DISCARDED.value])
    query = select(Entry).join(Department, Department.id == Entry.department_id).where(visible(principal))
    return session.scalars(query.where(state if drafts else ended).order_by(Entry.changed_at.desc()).limit(RECENT)).all()


def entry_for(session: Session, principal: Principal, entry_id: int, *, lock: bool = False) -> Entry:
    """Return an entry that this person may see; another department's looks as if it did not exist."""
    query = select(Entry).join(Department, Department.id == Entry.department_id).where(Entry.id == entry_id, visible(principal))
    entry = session.scalars(query.with_for_update(of=Entry) if lock else query).one_or_none()
    if entry is None:
        raise EntryNotFound
    return entry


def entry_of(session: Session, key: UUID) -> Entry | None:
    """Return the entry of a form, locked until its first post is through."""
    return session.scalars(select(Entry).where(Entry.key == key).with_for_update()).one_or_none()


def under_way(session: Session, entry: Entry) -> bool:
    """Tell whether another correction of the same version is just coming in."""
    query = select(
        exists().where(
            Entry.decision_id == entry.decision_id,
            Entry.base_version == entry.base_version,
            Entry.state == EntryState.SENT.value,
            Entry.id != entry.id,
        )
    )
    return bool(session.scalar(query))


def sent_in(session: Session, batch_id: int) -> Entry | None:
    """Return the entry that became a batch and whose end is not noted, locked."""
    query = select(Entry).where(Entry.batch_id == batch_id, Entry.state == EntryState.SENT.value)
    return session.scalars(query.with_for_update()).one_or_none()


def unsettled(session: Session) -> Sequence[int]:
    """Return the batches of entries whose end is not noted."""
    query = select(Entry.batch_id).where(Entry.state == EntryState.SENT.value).order_by(Entry.id).limit(500)
    return [number for number in session.scalars(query) if number is not None]


def source_of(session: Session, principal: Principal, department_id: int) -> Source:
    """Return the department as the origin of rows."""
    department = session.get_one(Department, department_id)
    return Source(department.id, department.code, department.name, actor_of(principal))


def prefilled(session: Session, table: Table, department_id: int) -> dict[str, str]:
    """Return what is the same as in the last decision of the department, else what the department's own record says."""
    department = session.get_one(Department, department_id)
    query = (
        select(Decision)
        .where(Decision.department_id == department_id)
        .order_by(Decision.received_at.desc(), Decision.id.desc())
    )
    last = session.scalars(query.limit(1)).one_or_none()
    party = {"legal": "法人及非法人组织", "person": "自然人"}.get(table.party, "")
    own = {"authority": department.name, "authority_code": department.uscc or ""}
    own |= {"source_name": department.name, "source_code": department.uscc or ""}
    if last is not None:
        own |= {name: getattr(last, name) or own[name] for name in own}
    common = {
        **own,
        "party_kind": party,
        "state": "有效" if table.kind == "licence" else "",
        "division": department.division or "",
    }
    return {name: text for name, text in common.items() if text and table.column(name) is not None}


def matters(session: Session, table: Table, department_id: int) -> dict[str, list[tuple[str, str]]]:
    """Return the items of the department's catalogue that may be picked, by name and by code."""
    items = [item for item in standing_of(session, department_ids=[department_id]) if item.kind == table.kind]
    used = [item for item in items if item.use is Use.ENABLED]
    return {
        "matter": [(item.name, item.code) for item in used],
        "matter_code": [(item.code, item.name) for item in used],
    }


def correction(session: Session, principal: Principal, decision_id: int) -> Ground:
    """Return the form's ground for a better version of a decision: the row as it came, else what stands of it."""
    decision = decision_for(session, principal, decision_id).decision
    table = table_for(decision)
    cells = cells_of(session, decision.batch_id, decision.row_no) or {}
    stands = {name: text for name, text in standing(decision).items() if table.column(name) is not None and not cells.get(name)}
    cells = {name: text for name, text in {**cells, **stands}.items() if table.column(name) is not None}
    locked = frozenset(name for name in KEY_FIELDS if cells.get(name))
    return Ground(table.row_kind, cells, decision_id=decision.id, version=decision.version, locked=locked)


def table_for(decision: Decision) -> Table:
    """Return the table in which a decision was reported."""
    return next(
        table
        for table in tables()
        if table.standard == decision.standard and table.kind == decision.kind and table.party in {decision.party, "mixed"}
    )


def standing(decision: Decision) -> dict[str, str]:
    """Return the cells that a decision as it stands would be reported with."""
    cells = {name: written(getattr(decision, column)) for name, column in OF_DECISION.items()}
    content = "result" if decision.kind == "penalty" else "content"
    table = table_for(decision)
    words = {name: _word(table, name, getattr(decision, name)) for name in WORDS}
    state = _word(table, "state", decision.status) if decision.kind == "licence" or decision.status == "void" else ""
    more = {content: decision.content or "", "state": state, "stock": "是" if decision.stock else "", **words}
    return {name: text for name, text in {**cells, **more}.items() if text}


def _word(table: Table, column: str, meaning: str | None) -> str:
    return next((value.name for value in table.values(column) if meaning and value.means == meaning), "")


def answer(session: Session, principal: Principal, question_id: int) -> Ground:
    """Return the form's ground for a better row than the one that a question asks about."""
    question = question_for(session, principal, question_id).question
    cells = cells_of(session, question.batch_id, question.row_no) or {}
    return Ground(question.row_kind, cells, question_id=question.id)


def ground_of(session: Session, principal: Principal, entry: Entry) -> Ground:
    """Return what a saved entry started from."""
    if entry.decision_id is not None:
        return correction(session, principal, entry.decision_id)
    if entry.question_id is not None:
        return answer(session, principal, entry.question_id)
    return Ground(entry.row_kind, {})


def owner_of(session: Session, principal: Principal, ground: Ground) -> int:
    """Return whose row a form is about: that of the decision or the question, else of the own department."""
    if ground.decision_id is not None:
        return decision_for(session, principal, ground.decision_id).decision.department_id
    if ground.question_id is not None:
        return question_for(session, principal, ground.question_id).question.department_id
    if principal.department_id is None:
        raise EntryNotFound
    return principal.department_id


def decision_of(session: Session, entry: Entry) -> int | None:
    """Return the decision that an entry became, if its row made a version that still stands."""
    made = session.scalar(select(Decision.id).where(Decision.batch_id == entry.batch_id))
    return made or entry.decision_id


def question_of(session: Session, entry: Entry) -> int | None:
    """Return the question that is asked about the row of an entry."""
    return session.scalar(select(Question.id).where(Question.batch_id == entry.batch_id).order_by(Question.id))
