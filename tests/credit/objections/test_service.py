"""Everything pressed in any order on the objections of one record: what stands beside it is always what they come to."""

from collections.abc import Callable
from uuid import uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from credit.objections import service
from credit.objections.filing.schemas import Claim
from credit.objections.filing.service import file_objection
from credit.objections.models import Objection, ObjectionStep
from credit.objections.schemas import Contact, Given, Ruling
from credit.objections.states import OPEN, ObjectionState, Outcome, Reason, Remedy, annotation_of
from credit.publicity import service as publicity
from credit.publicity.models import Publication
from credit.publicity.queries import standing
from credit.publicity.states import PublicationState
from credit.reporting.models import Decision
from supervision.kernel.clock import now
from supervision.kernel.db import engine
from supervision.kernel.errors import DomainError
from tests.factories.published import REPORTER, REVIEWER, decision, record_of

HANDLER, ANSWER = "person:903", "经核对决定书，答复如上。"
MOMENT = now()


def files(session: Session, record: Publication, _objection: Objection | None) -> None:
    claim = Claim(
        record.token,
        record.party_code or "",
        record.doc_no,
        Reason.CONTENT,
        "金额与决定书不一致",
        Contact("甲", "12345678"),
        uuid4(),
    )
    file_objection(session, claim, now=MOMENT)


def rules(outcome: Outcome, remedy: Remedy | None, actor: str = HANDLER) -> Callable[..., None]:
    def act(session: Session, _record: Publication, objection: Objection | None) -> None:
        if objection is not None:
            service.decide(session, objection, Given(actor, MOMENT), Ruling(outcome, remedy, ANSWER))

    return act


def takes(session: Session, _record: Publication, objection: Objection | None) -> None:
    if objection is not None:
        service.take(session, objection, Given(HANDLER, MOMENT))


def cancels(session: Session, _record: Publication, objection: Objection | None) -> None:
    if objection is not None:
        service.cancel(session, objection, now=MOMENT)


def gives_up(session: Session, _record: Publication, objection: Objection | None) -> None:
    if objection is not None:
        service.remove(session, objection, Given(HANDLER, MOMENT), note="")


def corrects(session: Session, record: Publication, _objection: Objection | None) -> None:
    found = session.get_one(Decision, record.decision_id)
    found.version, found.change = found.version + 1, "corrected"
    session.flush()
    publicity.project(session, decision_ids=[found.id], now=MOMENT)
    service.amended(session, decision_ids=[found.id], now=MOMENT)


def publishes(session: Session, record: Publication, _objection: Objection | None) -> None:
    newest = record_of(session, session.get_one(Decision, record.decision_id))
    publicity.publish(session, newest, publicity.Given(REVIEWER, MOMENT))


def repairs(session: Session, record: Publication, _objection: Objection | None) -> None:
    publicity.repair_decisions(session, decision_ids=[record.decision_id], reason="修复", now=MOMENT)
    service.ended(session, decision_ids=[record.decision_id], now=MOMENT)


ACTS = (
    files,
    takes,
    cancels,
    gives_up,
    corrects,
    publishes,
    repairs,
    rules(Outcome.UPHELD, Remedy.CORRECT),
    rules(Outcome.PARTLY, Remedy.WITHDRAW),
    rules(Outcome.PARTLY, None),
    rules(Outcome.REFUSED, None),
    rules(Outcome.REFUSED, None, REPORTER),
)


def consistent(session: Session, decision_id: int) -> None:
    """Compare what is said beside the record with what its objections come to."""
    cases = session.scalars(select(Objection).where(Objection.decision_id == decision_id)).all()
    said = annotation_of(ObjectionState(case.state) for case in cases)
    records = standing(session, [decision_id])
    assert {row.annotation for row in records} <= {said.value if said else None}
    assert sum(case.state in OPEN for case in cases) <= 3
    assert all(case.decided_by != case.reported_by for case in cases)
    shown = [row for row in records if row.state == PublicationState.PUBLISHED]
    assert len(shown) <= 1
    for case in cases:
        steps = select(func.count()).where(ObjectionStep.objection_id == case.id)
        assert (session.scalar(steps) or 0) >= 2 + (case.outcome is not None)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 1)), min_size=8, max_size=16))
def test_what_stands_beside_a_record_is_always_true(city, history):
    with Session(engine()) as session:
        made = decision(session, department_id=city.bureau.id)
        publicity.project(session, decision_ids=[made.id], now=MOMENT)
        record = record_of(session, made)
        publicity.publish(session, record, publicity.Given(REVIEWER, MOMENT))
        files(session, record, None)
        for act, number in history:
            cases = session.scalars(select(Objection).where(Objection.decision_id == made.id).order_by(Objection.id)).all()
            try:
                with session.begin_nested():
                    act(
                        session,
                        record_of(session, session.get_one(Decision, made.id)),
                        cases[number] if number < len(cases) else None,
                    )
            except DomainError:
                pass
            session.expire_all()
            consistent(session, made.id)
        session.rollback()
