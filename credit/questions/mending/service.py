"""Hand mended rows in; whether they pass is for the door to say."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy.orm import Session

from credit.questions import queries, service
from credit.questions.errors import RemedyGone
from credit.questions.handing.schemas import Row, Sender
from credit.questions.handing.service import receive_rows
from credit.questions.models import Question
from credit.questions.queries import Offered
from credit.questions.schemas import Cells, Remedy
from credit.questions.service import Who
from credit.standards.schemas import table_of
from supervision.accounts.models import Department
from supervision.kernel.access import Principal

FILENAME: Final = "疑问数据改正-{}.jsonl"


def mend(session: Session, question: Question, *, kind: str, principal: Principal, who: Who) -> int:
    """Apply the one remedy that was offered and return the batch; what is offered no more is not applied."""
    chosen = _chosen(queries.offered(session, question), kind)
    if chosen is None:
        raise RemedyGone
    return hand_in(session, question, row_kind=chosen.row_kind, cells=chosen.cells, principal=principal, who=who)


def hand_in(session: Session, question: Question, *, row_kind: str, cells: Cells, principal: Principal, who: Who) -> int:
    """Hand in a better row for a question and return its batch."""
    return _hand_in(session, [(question, cells)], row_kind=row_kind, principal=principal, who=who)


def mend_alike(session: Session, offers: Sequence[Offered], *, kind: str, principal: Principal, who: Who) -> list[int]:
    """Apply the same remedy to every question for which it is offered; one batch for each department and table."""
    groups: dict[tuple[int, str], list[tuple[Question, Cells]]] = {}
    for offer in offers:
        chosen = _chosen(offer, kind)
        if chosen is not None:
            groups.setdefault((offer.question.department_id, chosen.row_kind), []).append((offer.question, chosen.cells))
    if not groups:
        raise RemedyGone
    return [
        _hand_in(session, pairs, row_kind=row_kind, principal=principal, who=who) for (_, row_kind), pairs in groups.items()
    ]


def _chosen(offer: Offered, kind: str) -> Remedy | None:
    return next((remedy for remedy in offer.remedies if remedy.kind == kind), None)


def _hand_in(
    session: Session, pairs: Sequence[tuple[Question, Cells]], *, row_kind: str, principal: Principal, who: Who
) -> int:
    """Make one batch of the rows; the number and the revision of each question make it another row than the one before."""
    first = pairs[0][0]
    department = session.get_one(Department, first.department_id)
    received = receive_rows(
        session,
        [Row(f"Q{question.id}-{question.revision}", cells) for question, cells in pairs],
        table=table_of(row_kind),
        filename=FILENAME.format(first.id if len(pairs) == 1 else f"{first.id}等{len(pairs)}行"),
        sender=Sender(department.id, department.name, principal),
        now=who.now,
    )
    for row_no, (question, _cells) in enumerate(pairs, start=1):
        service.sent(session, question, batch_id=received.batch.id, row_no=row_no, who=who)
    return received.batch.id
