"""异议 on the portal: how it goes, the form, the receipt with its status, and the process on request."""

from http import HTTPStatus
from typing import Final
from uuid import uuid4

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from credit.objections.deadlines.queries import term_of
from credit.objections.deadlines.rules import DECIDE
from credit.objections.errors import ObjectionUnknown
from credit.objections.filing import queries, service
from credit.objections.filing.forms import ObjectionForm, key_of
from credit.publicity.portal.queries import shown
from credit.publicity.portal.schemas import Shown
from supervision.accounts.sessions.throttle.service import limiter
from supervision.kernel.access import public
from supervision.kernel.clock import now, today
from supervision.kernel.db import reading, transaction
from supervision.kernel.errors import DomainError

pages = Blueprint("objecting", __name__, url_prefix="/publicity/objections")
TEMPLATES: Final = "credit/objections/filing/templates"
LOOKS: Final = "120 per minute; 1200 per hour"
FILES: Final = "20 per hour; 60 per day"


@pages.get("")
@public
def page() -> Response:
    """异议与咨询."""
    with reading() as session:
        due = term_of(session, step=DECIDE, start=today(), division=None)
        found = queries.results(session)
    return make_response(render_template(f"{TEMPLATES}/about.html", here="/publicity/objections", due=due, results=found))


@pages.get("/new")
@public
@limiter.limit(LOOKS)  # type: ignore[untyped-decorator,unused-ignore]  # the limiter keeps the view's type
def new() -> Response:
    """提出异议."""
    token = request.args.get("record", "")
    with reading() as session:
        if not token:
            return _unlisted(render_template(f"{TEMPLATES}/choose.html", here="/publicity/objections"))
        return _unlisted(_form_page(session, token, ObjectionForm()))


@pages.post("/new")
@public
@limiter.limit(FILES)  # type: ignore[untyped-decorator,unused-ignore]  # the limiter keeps the view's type
def file_one() -> ResponseReturnValue:
    """Take an objection; what was typed stays where something is missing."""
    form, token, key = ObjectionForm(request.form), request.form.get("record", ""), key_of(request.form.get("request_key", ""))
    if key is not None and form.validate():
        try:
            with transaction() as session:
                made = service.file_objection(session, form.claim(token, key, request.files.getlist("files")), now=now())
                address = url_for("objecting.status", token=made.token)
        except DomainError as error:
            if error.http_status == HTTPStatus.NOT_FOUND:
                raise
            form.refuse(error)
        else:
            return redirect(address, HTTPStatus.SEE_OTHER)
    with reading() as session:
        return _unlisted(_form_page(session, token, form), HTTPStatus.UNPROCESSABLE_ENTITY)


def _form_page(session: Session, token: str, form: ObjectionForm) -> str:
    record: Shown | None = shown(session, token, now=now())
    if record is None:
        raise ObjectionUnknown
    if not record.party_code:
        form.code.label.text = "单位名称"
    return render_template(
        f"{TEMPLATES}/form.html",
        here="/publicity/objections",
        record=record,
        form=form,
        key=key_of(request.form.get("request_key", "")) or uuid4(),
        due=term_of(session, step=DECIDE, start=today(), division=record.division),
        most_files=service.MOST_FILES,
        most_megabytes=service.MOST_BYTES // service.MEGABYTE,
    )


@pages.get("/<token>")
@public
@limiter.limit(LOOKS)  # type: ignore[untyped-decorator,unused-ignore]  # the limiter keeps the view's type
def status(token: str) -> Response:
    """回执与办理进度."""
    with reading() as session:
        found = queries.status(session, token, now=now())
    return _unlisted(render_template(f"{TEMPLATES}/status.html", here="/publicity/objections", found=found))


@pages.post("/<token>/cancel")
@public
@limiter.limit(FILES)  # type: ignore[untyped-decorator,unused-ignore]  # the limiter keeps the view's type
def cancel(token: str) -> ResponseReturnValue:
    """撤回异议."""
    with transaction() as session:
        service.take_back(session, token, now=now())
    return redirect(url_for("objecting.status", token=token), HTTPStatus.SEE_OTHER)


@pages.post("/<token>/process")
@public
@limiter.limit(FILES)  # type: ignore[untyped-decorator,unused-ignore]  # the limiter keeps the view's type
def ask_for_process(token: str) -> ResponseReturnValue:
    """申请公开处理过程."""
    with transaction() as session:
        service.ask_for_process(session, token, now=now())
    return redirect(url_for("objecting.process", token=token), HTTPStatus.SEE_OTHER)


@pages.get("/<token>/process")
@public
@limiter.limit(LOOKS)  # type: ignore[untyped-decorator,unused-ignore]  # the limiter keeps the view's type
def process(token: str) -> Response:
    """处理过程: a page for paper, once the firm has asked for it."""
    with reading() as session:
        found = queries.status(session, token, now=now())
    if not found.process_asked:
        raise ObjectionUnknown
    return _unlisted(render_template(f"{TEMPLATES}/process.html", here="/publicity/objections", found=found, on=today()))


def _unlisted(body: str, status_code: HTTPStatus = HTTPStatus.OK) -> Response:
    """Keep the answer out of search engines and their copies."""
    answer = make_response(body, status_code)
    answer.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return answer
