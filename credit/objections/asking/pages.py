"""咨询: the form and the receipt for anybody, the public answers, and the work of the department."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Final
from uuid import uuid4

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from credit.objections.asking import queries, service
from credit.objections.asking.forms import UNSURE, AnswerForm, InquiryForm, PublishForm
from credit.objections.deadlines.queries import term_of
from credit.objections.deadlines.rules import ANSWER, in_words
from credit.objections.errors import PersonalDataFound
from credit.objections.filing.forms import key_of
from credit.objections.models import Inquiry
from credit.objections.queries import names
from credit.objections.rules import covered
from credit.objections.schemas import Contact, Given
from credit.objections.sealing.service import open_contact
from credit.objections.states import Category, InquiryState
from supervision.accounts.rules import actor_of
from supervision.accounts.sessions.throttle.service import limiter
from supervision.kernel.access import current, public, requires
from supervision.kernel.clock import now, today
from supervision.kernel.db import reading, transaction
from supervision.kernel.errors import DomainError
from supervision.kernel.workdays.queries import work_calendar

pages = Blueprint("inquiries", __name__, url_prefix="/credit/inquiries")
open_pages = Blueprint("asking", __name__, url_prefix="/publicity/inquiries")
TEMPLATES: Final = "credit/objections/asking/templates"
HERE: Final = "/publicity/objections"
CASE: Final = "/<int(max=9223372036854775807):inquiry_id>"
LOOKS: Final = "120 per minute; 1200 per hour"
ASKS: Final = "20 per hour; 60 per day"


@open_pages.get("")
@public
def answered() -> Response:
    """已公开的问答."""
    given = request.args.get("category", "")
    category = Category(given) if given in set(Category) else None
    with reading() as session:
        found = queries.answered(session, category=category)
    body = render_template(
        f"{TEMPLATES}/answered.html", here=HERE, found=found, category=category, categories=Category, most=queries.PUBLIC
    )
    return make_response(body)


@open_pages.get("/new")
@public
@limiter.limit(LOOKS)  # type: ignore[untyped-decorator,unused-ignore]  # the limiter keeps the view's type
def new() -> Response:
    """提出咨询."""
    with reading() as session:
        return _unlisted(_form_page(session, _form(session)))


def _form(session: Session) -> InquiryForm:
    form = InquiryForm(request.form)
    offices = [SelectChoice(office.id, office.name) for office in queries.offices(session, on=today())]
    form.department.choices = [SelectChoice(UNSURE, "不清楚，请平台转有关单位"), *offices]
    return form


def _form_page(session: Session, form: InquiryForm) -> str:
    key = key_of(request.form.get("request_key", "")) or uuid4()
    due = term_of(session, step=ANSWER, start=today(), division=None)
    return render_template(f"{TEMPLATES}/form.html", here=HERE, form=form, key=key, due=due)


@open_pages.post("/new")
@public
@limiter.limit(ASKS)  # type: ignore[untyped-decorator,unused-ignore]  # the limiter keeps the view's type
def ask() -> ResponseReturnValue:
    """Take a question; what was typed stays where something is missing."""
    key = key_of(request.form.get("request_key", ""))
    with transaction() as session:
        form = _form(session)
        if key is not None and form.validate():
            made = service.ask(session, form.asked(key), now=now())
            return redirect(url_for("asking.status", token=made.token), HTTPStatus.SEE_OTHER)
        return _unlisted(_form_page(session, form), HTTPStatus.UNPROCESSABLE_ENTITY)


@open_pages.get("/<token>")
@public
@limiter.limit(LOOKS)  # type: ignore[untyped-decorator,unused-ignore]  # the limiter keeps the view's type
def status(token: str) -> Response:
    """咨询回执."""
    with reading() as session:
        found = queries.status(session, token)
    return _unlisted(render_template(f"{TEMPLATES}/status.html", here=HERE, found=found))


def _unlisted(body: str, status_code: HTTPStatus = HTTPStatus.OK) -> Response:
    """Keep the answer out of search engines and their copies."""
    answer = make_response(body, status_code)
    answer.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return answer


@pages.get("")
@requires("credit.objections")
def page() -> str:
    """咨询办理."""
    given = request.args.get("state", "")
    state = InquiryState(given) if given in set(InquiryState) else InquiryState.ASKED
    with reading() as session:
        found = queries.queue(session, current(), state=state, after=request.args.get("after", "")[:60])
        calendar = work_calendar(session)
    return render_template(
        f"{TEMPLATES}/queue.html",
        found=found,
        state=state,
        states=InquiryState,
        due=lambda day: in_words(day, on=today(), calendar=calendar),
    )


@pages.get(CASE)
@requires("credit.objections")
def show(inquiry_id: int) -> str:
    """One question."""
    with reading() as session:
        return _case_page(session, inquiry_id)


def _case_page(
    session: Session,
    inquiry_id: int,
    *,
    answering: AnswerForm | None = None,
    publishing: PublishForm | None = None,
    contact: Contact | None = None,
    error: DomainError | None = None,
) -> str:
    found = queries.inquiry_for(session, current(), inquiry_id)
    proposed = {"public_question": covered(found.question)[0], "public_answer": found.public_answer or found.answer or ""}
    answering = answering or AnswerForm()
    return render_template(
        f"{TEMPLATES}/case.html",
        inquiry=found,
        number=queries.number(found),
        state=InquiryState(found.state),
        category=Category(found.category),
        office=queries.office_name(session, found),
        offices=[one for one in queries.offices(session, on=today()) if one.id != found.department_id],
        due=in_words(found.due_on, on=today(), calendar=work_calendar(session)),
        people=names(session, [found.answered_by, found.confirmed_by]),
        answering=answering,
        publishing=publishing or PublishForm(data=proposed),
        preview=covered(answering.answer.data)[0] if isinstance(error, PersonalDataFound) else "",
        contact=contact,
        error=error,
    )


@pages.post(f"{CASE}/contact")
@requires("credit.objections")
def contact(inquiry_id: int) -> str:
    """看联系方式: who asks is written down."""
    with transaction() as session:
        found = queries.inquiry_for(session, current(), inquiry_id)
        opened = open_contact(
            session,
            current(),
            found.contact_sealed,
            kind="inquiry",
            case_id=found.id,
            number=queries.number(found),
            now=now(),
        )
        return _case_page(session, inquiry_id, contact=opened)


@pages.post(f"{CASE}/answer")
@requires("credit.objections")
def answer(inquiry_id: int) -> ResponseReturnValue:
    """答复; a refusal keeps what was typed."""
    form = AnswerForm(request.form)

    def act(session: Session, inquiry: Inquiry, given: Given) -> str:
        service.answer(session, inquiry, given, text=form.answer.data, confirmed=form.confirmed.data)
        return f"已答复 {queries.number(inquiry)}，咨询人在回执页能看到"

    return _act(inquiry_id, act, answering=form)


@pages.post(f"{CASE}/forward")
@requires("credit.objections")
def forward(inquiry_id: int) -> ResponseReturnValue:
    """转办."""
    department_id, reason = request.form.get("department_id", None, type=int), request.form.get("reason", "")[:500]

    def act(session: Session, inquiry: Inquiry, given: Given) -> str:
        service.forward(session, inquiry, given, department_id=department_id, reason=reason)
        return f"已转办 {queries.number(inquiry)} 给{queries.office_name(session, inquiry)}，期限不变"

    return _act(inquiry_id, act, away=True)


@pages.post(f"{CASE}/publish")
@requires("credit.objections")
def publish(inquiry_id: int) -> ResponseReturnValue:
    """公开问答."""
    form = PublishForm(request.form)

    def act(session: Session, inquiry: Inquiry, given: Given) -> str:
        service.publish(session, inquiry, given, question=form.public_question.data, text=form.public_answer.data)
        return "问答已在门户公开"

    return _act(inquiry_id, act, publishing=form)


@pages.post(f"{CASE}/retract")
@requires("credit.objections")
def retract(inquiry_id: int) -> ResponseReturnValue:
    """停止公开."""

    def act(session: Session, inquiry: Inquiry, given: Given) -> str:
        service.retract(session, inquiry, given)
        return "问答已停止公开"

    return _act(inquiry_id, act)


def _act(
    inquiry_id: int,
    act: Callable[[Session, Inquiry, Given], str],
    *,
    answering: AnswerForm | None = None,
    publishing: PublishForm | None = None,
    away: bool = False,
) -> ResponseReturnValue:
    error: DomainError | None = None
    form = answering or publishing
    status_code = HTTPStatus.UNPROCESSABLE_ENTITY
    if form is None or form.validate():
        try:
            with transaction() as session:
                inquiry = queries.inquiry_for(session, current(), inquiry_id, lock=True)
                said = act(session, inquiry, _given())
        except DomainError as refused:
            if refused.http_status == HTTPStatus.NOT_FOUND:
                raise
            error, status_code = refused, HTTPStatus(refused.http_status)
        else:
            flash(said, "ok")
            place = url_for("inquiries.page") if away else url_for("inquiries.show", inquiry_id=inquiry_id)
            return redirect(place, HTTPStatus.SEE_OTHER)
    with reading() as session:
        return _case_page(session, inquiry_id, answering=answering, publishing=publishing, error=error), status_code


def _given() -> Given:
    return Given(actor_of(current()), now(), request.form.get("revision", None, type=int))
