"""Which questions wait for whom, why, and what the archive knows about each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, exists, func, select, true
from sqlalchemy.orm import Session

from credit.questions.errors import QuestionNotFound
from credit.questions.handing.queries import cells_of_rows
from credit.questions.models import Question, QuestionChunk
from credit.questions.rules import meant, old_number, remedies
from credit.questions.schemas import Cells, Firm, Known, Remedy
from credit.questions.states import WAITING, QuestionState
from credit.reporting.models import Decision
from credit.standards.schemas import table_of, tables
from supervision.accounts.models import Department
from supervision.archive.subjects.models import Identifier
from supervision.archive.subjects.queries import name_of, root_of, subject_by_code
from supervision.intake.models import Batch, Chunk
from supervision.kernel.access import Principal
from supervision.kernel.clock import legal_date
from supervision.kernel.identifiers import check_uscc, normalise_code

PAGE: Final = 50
OFFERED: Final = 200


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the queue is narrowed to."""

    state: str = "open"
    cause: str = ""
    overdue: bool = False
    after: int | None = None


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """A question with the name of its department."""

    question: Question
    department: str


@dataclass(frozen=True, slots=True)
class CauseLine:
    """Rows with the same cause: how many, since when the oldest waits, and the words of one of them."""

    cause: str
    rows: int
    oldest: date
    fault: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Offered:
    """A question with what may be done about it in one step; `cells` is None where the row cannot be opened."""

    question: Question
    cells: Cells | None
    remedies: Sequence[Remedy] = field(default=())


def visible(principal: Principal) -> ColumnElement[bool]:
    """Return the condition for the questions of the departments that a principal's positions cover."""
    return principal.covers(Department.path, Department.division)


def _lines() -> Select[Question, str]:
    return select(Question, Department.short_name).join(Department, Department.id == Question.department_id)


def _narrowed(wanted: Wanted, today: date) -> list[ColumnElement[bool]]:
    state: ColumnElement[bool]
    if wanted.state == "ended":
        state = Question.state.not_in(WAITING)
    elif wanted.state in set(QuestionState):
        state = Question.state == wanted.state
    else:
        state = Question.state.in_(WAITING)
    cause = Question.cause == wanted.cause if wanted.cause else true()
    late = Question.due_on < today if wanted.overdue else true()
    return [state, cause, late]


def questions(session: Session, principal: Principal, *, wanted: Wanted, today: date) -> Sequence[QuestionLine]:
    """Return one page of questions, those that are due first at the head, and one more where there are more."""
    query = _lines().where(visible(principal), *_narrowed(wanted, today)).order_by(Question.id)
    if wanted.after is not None:
        query = query.where(Question.id > wanted.after)
    return [QuestionLine(*row) for row in session.execute(query.limit(PAGE + 1))]


def counts(session: Session, principal: Principal, *, today: date) -> dict[str, int]:
    """Return how many questions stand in each state, and how many of the waiting ones are overdue."""
    late = func.count().filter(Question.due_on < today)
    query = (
        select(Question.state, func.count(), late)
        .join(Department, Department.id == Question.department_id)
        .where(visible(principal))
        .group_by(Question.state)
    )
    rows = session.execute(query).all()
    found = {state: count for state, count, _late in rows}
    found["overdue"] = sum(count for state, _count, count in rows if state in WAITING)
    return found


def causes(session: Session, principal: Principal, *, today: date) -> Sequence[CauseLine]:
    """Return open questions grouped by cause, the most frequent first."""
    query = (
        select(Question.cause, func.count(), func.min(Question.opened_at), func.min(Question.id))
        .join(Department, Department.id == Question.department_id)
        .where(visible(principal), *_narrowed(Wanted(state=QuestionState.OPEN.value), today))
        .group_by(Question.cause)
        .order_by(func.count().desc(), Question.cause)
    )
    rows = session.execute(query).all()
    query_first = select(Question.id, Question.faults).where(Question.id.in_([row[3] for row in rows]))
    first = {row.id: row.faults[0] for row in session.execute(query_first)}
    return [CauseLine(cause, count, legal_date(opened), first[number]) for cause, count, opened, number in rows]


def waiting(session: Session, principal: Principal) -> int:
    """Return how many questions of the department nobody has answered yet."""
    query = select(func.count()).select_from(Question).join(Department, Department.id == Question.department_id)
    return session.scalar(query.where(visible(principal), Question.state == QuestionState.OPEN.value)) or 0


def unconfirmed(session: Session, principal: Principal) -> int:
    """Return how many explanations wait for a second person."""
    query = select(func.count()).select_from(Question).join(Department, Department.id == Question.department_id)
    return session.scalar(query.where(visible(principal), Question.state == QuestionState.EXPLAINING.value)) or 0


def question_for(session: Session, principal: Principal, question_id: int, *, lock: bool = False) -> QuestionLine:
    """Return a question that this person may see; another department's looks as if it did not exist."""
    query = _lines().where(Question.id == question_id, visible(principal))
    row = session.execute(query.with_for_update(of=Question) if lock else query).one_or_none()
    if row is None:
        raise QuestionNotFound
    return QuestionLine(*row)


def open_alike(session: Session, principal: Principal, cause: str, *, lock: bool = False) -> Sequence[Question]:
    """Return open questions with the same cause, the oldest first; at most so many as are mended at once."""
    query = (
        select(Question)
        .join(Department, Department.id == Question.department_id)
        .where(visible(principal), Question.cause == cause, Question.state == QuestionState.OPEN.value)
        .order_by(Question.id)
        .limit(OFFERED)
    )
    return session.scalars(query.with_for_update(of=Question) if lock else query).all()


def offered(session: Session, question: Question) -> Offered:
    """Return what may be done about a question in one step."""
    return offers(session, [question])[0]


def offers(session: Session, asked: Sequence[Question]) -> list[Offered]:
    """Return what may be done about each of many questions; the rows of a batch are opened together."""
    rows: dict[int, list[int]] = {}
    for question in asked:
        rows.setdefault(question.batch_id, []).append(question.row_no)
    cells = {batch_id: cells_of_rows(session, batch_id, numbers) for batch_id, numbers in rows.items()}
    return [_offered(session, question, cells[question.batch_id].get(question.row_no)) for question in asked]


def _offered(session: Session, question: Question, cells: Cells | None) -> Offered:
    if cells is None:
        return Offered(question, None)
    return Offered(question, cells, remedies(cells, table=table_of(question.row_kind), known=known(session, cells)))


def known(session: Session, cells: Cells) -> Known:
    """Return what the archive knows about the codes of a row."""
    code, number, offer = normalise_code(cells.get("code", "")), old_number(cells), meant(cells)
    return Known(
        by_code=firm(session, code) if code and check_uscc(code).ok else None,
        by_number=firm(session, number) if number else None,
        by_suggestion=firm(session, offer) if offer else None,
    )


def firm(session: Session, code: str) -> Firm | None:
    """Return the firm that carries a code or number, as it is known now."""
    subject_id = subject_by_code(session, code)
    root = root_of(session, subject_id) if subject_id is not None else None
    if root is None:
        return None
    own = select(Identifier.value).where(
        Identifier.subject_id == root, Identifier.kind == "uscc", Identifier.known_to.is_(None)
    )
    return Firm(root, name_of(session, root), session.scalar(own.order_by(Identifier.id.desc()).limit(1)))


def uncollected(session: Session, *, size: int) -> Sequence[tuple[int, int]]:
    """Return chunks of decisions that have refused or held rows and were not looked through, the oldest first."""
    seen = exists().where(QuestionChunk.batch_id == Chunk.batch_id, QuestionChunk.chunk_no == Chunk.chunk_no)
    rows = (
        select(Chunk.batch_id, Chunk.chunk_no)
        .join(Batch, Batch.id == Chunk.batch_id)
        .where(Chunk.held + Chunk.rejected > 0, Batch.kind.in_([table.row_kind for table in tables()]), ~seen)
        .order_by(Chunk.batch_id, Chunk.chunk_no)
        .limit(size)
    )
    return [(row.batch_id, row.chunk_no) for row in session.execute(rows)]


def sent_as(session: Session, batch_id: int) -> Sequence[Question]:
    """Return the questions for which rows of a batch were handed in, locked for a change."""
    query = select(Question).where(Question.sent_batch_id == batch_id, Question.state == QuestionState.SENT.value)
    return session.scalars(query.order_by(Question.id).with_for_update()).all()


def decisions_of_rows(session: Session, batch_id: int, rows: Sequence[int]) -> dict[int, int]:
    """Return which decision stands as each row says it."""
    query = select(Decision.row_no, Decision.id).where(Decision.batch_id == batch_id, Decision.row_no.in_(rows))
    return {row.row_no: row.id for row in session.execute(query)}
