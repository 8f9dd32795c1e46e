"""信用修复 for the public: who may apply and when, the form, and the page of a receipt."""

from http import HTTPStatus
from typing import Final

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from credit.publicity.models import Publication
from credit.repair import queries
from credit.repair.applying import queries as applying
from credit.repair.applying import service
from credit.repair.applying.forms import (
    MOST_AT_ONCE,
    ApplyForm,
    SupplementForm,
    application,
    apply_form,
    blank,
    uploads,
)
from credit.repair.applying.service import MEGABYTE, MOST_MEGABYTES
from credit.repair.deciding.rules import notice_of
from credit.repair.service import APPLICANT, Given
from credit.repair.states import HolderState, RepairAction, RepairState
from supervision.accounts.sessions.throttle.service import limiter
from supervision.kernel.access import public
from supervision.kernel.clock import legal_date, now, today
from supervision.kernel.db import reading, transaction
from supervision.kernel.errors import DomainError

pages = Blueprint("repair-portal", __name__, url_prefix="/publicity/repair")
TEMPLATES: Final = "credit/repair/applying/templates"
LOOKS: Final = "60 per minute; 600 per hour"
ASKS: Final = "20 per hour; 60 per day"
MOST_BYTES: Final = (MOST_AT_ONCE * MOST_MEGABYTES + 1) * MEGABYTE
HERE: Final = "/publicity/repair"


@pages.before_app_request
def small_enough() -> None:
    """Read no more of a public form than its files may have, before anybody looks into it."""
    if request.blueprint == pages.name:
        request.max_content_length = MOST_BYTES


@pages.get("")
@public
def page() -> ResponseReturnValue:
    """信用修复."""
    typed = request.args.get("receipt", "").strip()
    if typed:
        return redirect(url_for("repair-portal.receipt", token=typed.rsplit("/", 1)[-1] or "-"), HTTPStatus.SEE_OTHER)
    with reading() as session:
        versions = applying.versions(session, on=today())
    return render_template(f"{TEMPLATES}/start.html", here=HERE, versions=versions, today=today())


@pages.get("/apply/<token>")
@public
@limiter.limit(LOOKS)  # type: ignore[untyped-decorator,unused-ignore]  # the limiter keeps the view's type
def apply(token: str) -> ResponseReturnValue:
    """Say whether, when and by which rule a record can be repaired; the form where it can."""
    with reading() as session:
        record = queries.shown_record(session, token, on=today())
        return _unlisted(_apply_page(session, record, blank()))


@pages.post("/apply/<token>")
@public
@limiter.limit(ASKS)  # type: ignore[untyped-decorator,unused-ignore]  # the limiter keeps the view's type
def send(token: str) -> ResponseReturnValue:
    """Take an application and hand out its receipt; a form sent twice gets the same one."""
    form, moment = apply_form(request.form, request.files), now()
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    if form.validate():
        try:
            with transaction() as session:
                asked = application(form)
                made = service.by_request(session, asked.request_key)
                if made is None:
                    record = queries.shown_record(session, token, on=legal_date(moment))
                    made = service.apply(session, record, asked, _given())
                address = url_for("repair-portal.receipt", token=made.token, new=1)
            return redirect(address, HTTPStatus.SEE_OTHER)
        except DomainError as error:
            if error.http_status == HTTPStatus.NOT_FOUND:
                raise
            form.refuse(error)
            status = HTTPStatus(error.http_status)
    with reading() as session:
        record = queries.shown_record(session, token, on=legal_date(moment))
        return _unlisted(_apply_page(session, record, form), status)


def _apply_page(session: Session, record: Publication, form: ApplyForm) -> str:
    said = queries.eligibility(session, record, on=today())
    return render_template(
        f"{TEMPLATES}/apply.html", here=HERE, record=record, said=said, form=form, names=applying.NAMES, today=today()
    )


@pages.get("/apply/<token>/commitment")
@public
@limiter.limit(LOOKS)  # type: ignore[untyped-decorator,unused-ignore]  # the limiter keeps the view's type
def commitment(token: str) -> ResponseReturnValue:
    """信用修复承诺书 to print, seal and hand in."""
    with reading() as session:
        record = queries.shown_record(session, token, on=today())
        return _unlisted(render_template(f"{TEMPLATES}/commitment.html", here=HERE, record=record))


@pages.get("/<token>")
@public
@limiter.limit(LOOKS)  # type: ignore[untyped-decorator,unused-ignore]  # the limiter keeps the view's type
def receipt(token: str) -> ResponseReturnValue:
    """How an application stands; every wrong receipt is answered alike."""
    with reading() as session:
        return _unlisted(_receipt_page(session, token, SupplementForm()))


def _receipt_page(session: Session, token: str, form: SupplementForm) -> str:
    standing = applying.standing(session, service.by_token(session, token))
    return render_template(
        f"{TEMPLATES}/receipt.html",
        here=HERE,
        standing=standing,
        repair=standing.repair,
        form=form,
        address=url_for("repair-portal.receipt", token=token, _external=True),
        new=request.args.get("new") == "1",
        action_of=RepairAction,
        holder_state=HolderState,
        applicant=APPLICANT,
        today=today(),
    )


@pages.post("/<token>/supplement")
@public
@limiter.limit(ASKS)  # type: ignore[untyped-decorator,unused-ignore]  # the limiter keeps the view's type
def supplement(token: str) -> ResponseReturnValue:
    """Take what the department asked for."""
    form = SupplementForm(request.form)
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    if form.validate():
        try:
            with transaction() as session:
                found = service.by_token(session, token)
                given = _given(request.form.get("revision", type=int))
                service.supplement(session, found, uploads(request.files.getlist("files")), given, note=form.note.data)
            return redirect(url_for("repair-portal.receipt", token=token), HTTPStatus.SEE_OTHER)
        except DomainError as error:
            if error.http_status == HTTPStatus.NOT_FOUND:
                raise
            form.refuse(error)
            status = HTTPStatus(error.http_status)
    with reading() as session:
        return _unlisted(_receipt_page(session, token, form), status)


@pages.post("/<token>/withdraw")
@public
@limiter.limit(ASKS)  # type: ignore[untyped-decorator,unused-ignore]  # the limiter keeps the view's type
def withdraw(token: str) -> ResponseReturnValue:
    """Take an application back."""
    with transaction() as session:
        found = service.by_token(session, token)
        service.withdraw(session, found, _given(request.form.get("revision", type=int)))
    return redirect(url_for("repair-portal.receipt", token=token), HTTPStatus.SEE_OTHER)


@pages.get("/<token>/notice")
@public
@limiter.limit(LOOKS)  # type: ignore[untyped-decorator,unused-ignore]  # the limiter keeps the view's type
def notice(token: str) -> ResponseReturnValue:
    """The notice to the applicant, to read or print."""
    with reading() as session:
        standing = applying.standing(session, service.by_token(session, token))
        said = notice_of(RepairState(standing.repair.state))
        back = url_for("repair-portal.receipt", token=token)
        return _unlisted(
            render_template(
                "credit/repair/deciding/templates/notice.html",
                here=HERE,
                repair=standing.repair,
                department=standing.department,
                said=said,
                back=back,
            )
        )


def _given(revision: int | None = None) -> Given:
    return Given(APPLICANT, now(), revision, request.remote_addr)


def _unlisted(body: str, status: HTTPStatus = HTTPStatus.OK) -> Response:
    """Keep the answer out of search engines and caches."""
    answer = make_response(body, status)
    answer.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return answer
