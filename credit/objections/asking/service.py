"""Taking a question in, handing it on, answering it, and making both public."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from credit.objections.asking import queries
from credit.objections.asking.schemas import Question
from credit.objections.deadlines.queries import term_of
from credit.objections.deadlines.rules import ANSWER
from credit.objections.errors import ChangedMeanwhile, DepartmentMissing, NotNow, NotToBePublished, PersonalDataLeft
from credit.objections.models import Inquiry
from credit.objections.rules import covered
from credit.objections.schemas import Given
from credit.objections.sealing.service import seal
from credit.objections.service import answer_of
from credit.objections.states import INQUIRY, InquiryAction, InquiryState
from credit.publicity.projecting.features import new_token
from supervision.accounts.models import Department
from supervision.kernel import audit
from supervision.kernel.clock import legal_date

ASKER: Final = "咨询人"


def ask(session: Session, question: Question, *, now: datetime) -> Inquiry:
    """Take a question in; the same form sent twice is one question."""
    queries.lock_request(session, question.request_key)
    found = queries.of_request(session, question.request_key)
    if found is not None:
        return found
    office = queries.office(session, question.department_id, on=legal_date(now)) if question.department_id else None
    made = Inquiry(
        token=new_token(),
        request_key=question.request_key,
        category=question.category.value,
        department_id=office.id if office else None,
        question=question.text,
        contact_sealed=seal(question.contact),
        may_publish=question.may_publish,
        state=InquiryState.ASKED.value,
        revision=1,
        asked_at=now,
        provisional=False,
    )
    _clock(session, made, office, now)
    session.add(made)
    session.flush()
    _audit(session, made, "credit.inquiries.ask", Given(ASKER, now), {"category": made.category})
    return made


def _clock(session: Session, inquiry: Inquiry, office: Department | None, now: datetime) -> None:
    """Count the days of the answer from the receipt, by the rule of the place that answers."""
    start = legal_date(inquiry.asked_at or now)
    due = term_of(session, step=ANSWER, start=start, division=office.division if office else None)
    if due is not None:
        inquiry.due_on, inquiry.due_rule, inquiry.due_words = due.by, due.rule, due.words
        inquiry.due_basis, inquiry.due_calendar, inquiry.provisional = due.basis, due.calendar, due.provisional


def forward(session: Session, inquiry: Inquiry, given: Given, *, department_id: int | None, reason: str) -> None:
    """转办: another department's; the clock goes on."""
    _seen(inquiry, given)
    if not department_id or department_id == inquiry.department_id:
        raise DepartmentMissing
    office = queries.office(session, department_id, on=legal_date(given.now))
    _move(inquiry, InquiryAction.FORWARD)
    detail = {"from": inquiry.department_id, "to": office.id, "reason": reason}
    inquiry.department_id = office.id
    line = f"{legal_date(given.now)} 转{office.name}：{reason.strip() or '未写理由'}"
    inquiry.forwarded_from = "\n".join(part for part in (inquiry.forwarded_from, line) if part)
    _clock(session, inquiry, office, given.now)
    _audit(session, inquiry, "credit.inquiries.forward", given, detail)


def answer(session: Session, inquiry: Inquiry, given: Given, *, text: str, confirmed: bool) -> None:
    """答复: once, in words that anybody may read."""
    _seen(inquiry, given)
    public = answer_of(text, confirmed=confirmed)
    _move(inquiry, InquiryAction.ANSWER)
    inquiry.answer, inquiry.answered_by, inquiry.answered_at = public, given.actor, given.now
    _audit(session, inquiry, "credit.inquiries.answer", given)


def publish(session: Session, inquiry: Inquiry, given: Given, *, question: str, text: str) -> None:
    """公开问答: texts that a person has looked at and in which nothing personal is found."""
    _seen(inquiry, given)
    if not inquiry.may_publish:
        raise NotToBePublished
    kinds = sorted({kind for said in (question, text) for kind in covered(said)[1]})
    if kinds:
        raise PersonalDataLeft(kinds="、".join(kinds))
    _move(inquiry, InquiryAction.PUBLISH)
    inquiry.public_question, inquiry.public_answer = question, text
    inquiry.confirmed_by, inquiry.confirmed_at = given.actor, given.now
    _audit(session, inquiry, "credit.inquiries.publish", given)


def retract(session: Session, inquiry: Inquiry, given: Given) -> None:
    """停止公开; the answer stays on the asker's page."""
    _seen(inquiry, given)
    _move(inquiry, InquiryAction.RETRACT)
    _audit(session, inquiry, "credit.inquiries.retract", given)


def _seen(inquiry: Inquiry, given: Given) -> None:
    if given.revision not in {None, inquiry.revision}:
        raise ChangedMeanwhile


def _move(inquiry: Inquiry, action: InquiryAction) -> None:
    before = InquiryState(inquiry.state)
    if not INQUIRY.allows(before, action):
        raise NotNow(state=before.label, action=action.label)
    inquiry.state = INQUIRY.after(before, action).value
    inquiry.revision += 1


def _audit(session: Session, inquiry: Inquiry, action: str, given: Given, detail: Mapping[str, object] | None = None) -> None:
    audit.record(
        session,
        actor=given.actor,
        action=action,
        object_kind="inquiry",
        object_id=inquiry.id,
        detail=detail or {},
        now=given.now,
        department_id=inquiry.department_id,
    )
