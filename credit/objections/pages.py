"""异议办理: the queue of a department, one objection with the record beside it, its files, and the decision."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Final
from urllib.parse import quote
from uuid import uuid4

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from credit.objections import queries, service
from credit.objections.deadlines.rules import in_words
from credit.objections.errors import PersonalDataFound
from credit.objections.forms import LONGEST, RulingForm, given_of, tab_of
from credit.objections.models import Objection
from credit.objections.queries import Tab
from credit.objections.rules import covered
from credit.objections.schemas import Contact, Given
from credit.objections.sealing.service import open_contact
from credit.objections.states import OPEN, ObjectionState, Reason
from credit.publicity.states import Annotation
from supervision.accounts.rules import actor_of
from supervision.kernel.access import current, requires
from supervision.kernel.attachments import path_of
from supervision.kernel.clock import now, today
from supervision.kernel.db import reading, transaction
from supervision.kernel.errors import DomainError
from supervision.kernel.workdays.queries import work_calendar
from supervision.web.headers import CONTENT_SECURITY_POLICY

pages = Blueprint("objections", __name__, url_prefix="/credit/objections")
TEMPLATES: Final = "credit/objections/templates"
CASE: Final = "/<int(max=9223372036854775807):objection_id>"
FILE: Final = "/files/<int(max=9223372036854775807):file_id>"
INSIDE: Final = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'self'"


@pages.get("")
@requires("credit.objections")
def page() -> str:
    """异议办理."""
    tab = tab_of(request.args)
    with reading() as session:
        found = queries.queue(session, current(), tab=tab, after=request.args.get("after", "")[:60])
        calendar = work_calendar(session)
    return render_template(
        f"{TEMPLATES}/queue.html",
        found=found,
        tab=tab,
        tabs=tuple(Tab),
        reasons=Reason,
        due=lambda day: in_words(day, on=today(), calendar=calendar),
    )


@pages.get(CASE)
@requires("credit.objections")
def show(objection_id: int) -> Response:
    """One objection."""
    with reading() as session:
        return _framing(_case_page(session, objection_id, RulingForm()))


def _framing(body: str, status: HTTPStatus = HTTPStatus.OK) -> Response:
    """Let the page show our own files in frames, which no other page does."""
    answer = make_response(body, status)
    answer.headers["Content-Security-Policy"] = f"{CONTENT_SECURITY_POLICY}; frame-src 'self'"
    return answer


def _case_page(
    session: Session,
    objection_id: int,
    form: RulingForm,
    *,
    contact: Contact | None = None,
    error: DomainError | None = None,
) -> str:
    found = queries.opened(session, current(), objection_id)
    record = found.record
    own = actor_of(current()) in {found.objection.reported_by, record.reported_by}
    return render_template(
        f"{TEMPLATES}/case.html",
        found=found,
        objection=found.objection,
        record=record,
        annotation=Annotation(record.annotation) if record.annotation else None,
        reason=Reason(found.objection.reason),
        running=found.state in OPEN,
        correcting=found.state is ObjectionState.CORRECTING,
        own=own,
        people=queries.names(session, [found.objection.taken_by, found.objection.decided_by]),
        due=in_words(found.objection.due_on, on=today(), calendar=work_calendar(session)),
        form=form,
        preview=covered(form.answer.data)[0] if isinstance(error, PersonalDataFound) else "",
        contact=contact,
        error=error,
        key=uuid4(),
        longest=LONGEST,
    )


@pages.post(f"{CASE}/contact")
@requires("credit.objections")
def contact(objection_id: int) -> Response:
    """看联系方式: who asks is written down."""
    with transaction() as session:
        found = queries.objection_for(session, current(), objection_id)
        opened = open_contact(
            session,
            current(),
            found.contact_sealed,
            kind="objection",
            case_id=found.id,
            number=queries.number(found),
            now=now(),
        )
        return _framing(_case_page(session, objection_id, RulingForm(), contact=opened))


@pages.post(f"{CASE}/take")
@requires("credit.objections")
def take(objection_id: int) -> ResponseReturnValue:
    """接收."""

    def act(session: Session, objection: Objection, given: Given) -> str:
        service.take(session, objection, given)
        return f"已接收 {queries.number(objection)}"

    return _act(objection_id, RulingForm(), act)


@pages.post(f"{CASE}/decide")
@requires("credit.objections")
def decide(objection_id: int) -> ResponseReturnValue:
    """决定; a refusal keeps what was typed."""
    form = RulingForm(request.form)

    def act(session: Session, objection: Objection, given: Given) -> str:
        service.decide(session, objection, given, form.ruling())
        return f"{queries.number(objection)} {ObjectionState(objection.state).label}，答复已写在申请人的回执页"

    if form.validate():
        return _act(objection_id, form, act)
    with reading() as session:
        return _framing(_case_page(session, objection_id, form), HTTPStatus.UNPROCESSABLE_ENTITY)


@pages.post(f"{CASE}/remove")
@requires("credit.objections")
def remove(objection_id: int) -> ResponseReturnValue:
    """改为撤下."""

    def act(session: Session, objection: Objection, given: Given) -> str:
        service.remove(session, objection, given, note=request.form.get("note", "")[:LONGEST])
        return f"{queries.number(objection)} 对应的公示已撤下"

    return _act(objection_id, RulingForm(), act)


def _act(objection_id: int, form: RulingForm, act: Callable[[Session, Objection, Given], str]) -> ResponseReturnValue:
    try:
        with transaction() as session:
            objection = queries.objection_for(session, current(), objection_id, lock=True)
            said = act(session, objection, given_of(current(), request.form, now=now()))
    except DomainError as error:
        if error.http_status == HTTPStatus.NOT_FOUND:
            raise
        with reading() as session:
            return _framing(_case_page(session, objection_id, form, error=error), HTTPStatus(error.http_status))
    flash(said, "ok")
    return redirect(url_for("objections.show", objection_id=objection_id), HTTPStatus.SEE_OTHER)


@pages.get(f"{CASE}{FILE}")
@requires("credit.objections")
def open_file(objection_id: int, file_id: int) -> Response:
    """Send a file so that a browser shows it in a frame of ours, or saves it."""
    with reading() as session:
        found = queries.objection_for(session, current(), objection_id)
        file = queries.file_of(session, objection_id=found.id, file_id=file_id)
    shown = queries.opens(file.media_type)
    answer = send_file(path_of(file), mimetype=file.media_type if shown else "application/octet-stream", conditional=True)
    answer.headers["Content-Disposition"] = f"{'inline' if shown else 'attachment'}; filename*=UTF-8''{quote(file.filename)}"
    answer.headers["Content-Security-Policy"] = INSIDE
    answer.headers["X-Frame-Options"] = "SAMEORIGIN"
    return answer
