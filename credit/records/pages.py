"""信用记录: look for a subject, read its record, make a report."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any, Final

from flask import Blueprint, current_app, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from credit.records import queries
from credit.records.forms import ReportForm
from credit.records.reports.service import make, opened
from supervision.accounts.rules import actor_of
from supervision.kernel import attachments
from supervision.kernel.access import current, requires
from supervision.kernel.clock import now
from supervision.kernel.db import reading, transaction
from supervision.kernel.errors import DomainError, NotFound
from supervision.kernel.settings import Settings

pages = Blueprint("credit-records", __name__, url_prefix="/credit/records")
TEMPLATES: Final = "credit/records/templates"
ID: Final = "/<int(max=9223372036854775807):subject_id>"
LONGEST: Final = 40


@pages.get("")
@requires("credit.read")
def page() -> ResponseReturnValue:
    """信用记录."""
    asked = request.args.get("code", "").replace("\0", "")[:LONGEST]
    named: Sequence[Any] = ()
    if asked.strip():
        with reading() as session:
            found = queries.subject_of(session, asked)
            if found is None and current().may("search.read"):
                named = queries.subjects_named(session, asked, scopes=current().scopes, now=now())
        if found is not None:
            return redirect(url_for("credit-records.record", subject_id=found), HTTPStatus.SEE_OTHER)
    return render_template(f"{TEMPLATES}/look.html", asked=asked.strip(), named=named)


@pages.get(ID)
@requires("credit.read")
def record(subject_id: int) -> str:
    """One record."""
    with reading() as session:
        return _page(session, subject_id, ReportForm())


@pages.post(f"{ID}/reports")
@requires("credit.read")
def make_report(subject_id: int) -> ResponseReturnValue:
    """Make a report of a subject."""
    form = ReportForm(request.form)
    if form.validate():
        try:
            with transaction() as session:
                made = make(
                    session,
                    subject_id=subject_id,
                    purpose=form.purpose_said(),
                    request_key=form.key(),
                    department_id=current().department_id,
                    actor=actor_of(current()),
                    check_base=_public_address(),
                    now=now(),
                )
                flash(f"报告 {made.serial} 正在排版，几秒后可以打开", "ok")
                address = url_for("credit-records.record", subject_id=made.subject_id)
        except NotFound:
            raise
        except DomainError as error:
            form.refuse(error)
        else:
            return redirect(address, HTTPStatus.SEE_OTHER)
    with reading() as session:
        return _page(session, subject_id, form), HTTPStatus.UNPROCESSABLE_ENTITY


@pages.get(f"{ID}/reports/<int(max=9223372036854775807):report_id>.pdf")
@requires("credit.read")
def pdf(subject_id: int, report_id: int) -> Response:
    """The document of a report; who opened it is noted."""
    with transaction() as session:
        found = queries.report(session, report_id, lock=True)
        if found.subject_id != subject_id or found.attachment_id is None:
            raise NotFound
        opened(session, found, actor=actor_of(current()), now=now())
        attachment = attachments.attachment_by_id(session, found.attachment_id)
    return send_file(attachments.path_of(attachment), mimetype=attachment.media_type, download_name=attachment.filename)


def _page(session: Session, subject_id: int, form: ReportForm) -> str:
    said = queries.record(session, subject_id=subject_id, now=now())
    return render_template(
        f"{TEMPLATES}/record.html",
        said=said,
        reports=queries.reports_of(session, subject_id=said.subject_id),
        form=form,
    )


def _public_address() -> str:
    settings: Settings = current_app.extensions["supervision.settings"]
    return settings.public_url or request.url_root
