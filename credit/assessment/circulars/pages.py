"""考核通报: issuing one, reading it, and its document."""

from http import HTTPStatus
from typing import Final

from flask import Blueprint, Response, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from credit.assessment.appealing import queries as appeals
from credit.assessment.circulars import queries, service
from credit.assessment.errors import CircularUnknown
from credit.assessment.forms import asked
from credit.assessment.rules import RATES, rate_of
from credit.assessment.schemas import By, Measure
from credit.assessment.states import AppealState
from credit.assessment.workbooks.service import figures_book
from supervision.accounts.rules import actor_of
from supervision.kernel import attachments
from supervision.kernel.access import current, requires
from supervision.kernel.clock import now, today
from supervision.kernel.db import reading, transaction
from supervision.kernel.errors import DomainError

pages = Blueprint("credit-circulars", __name__, url_prefix="/credit/assessment/circulars")
TEMPLATES: Final = "credit/assessment/circulars/templates"
ID: Final = "/<int(max=9223372036854775807):circular_id>"
PDF: Final = "application/pdf"
SHOWN: Final = (Measure.REPORTED, Measure.QUALIFIED, Measure.TIMELY, Measure.LATE, Measure.HIDDEN, Measure.CORRECTED)


@pages.get("")
@requires("credit.read")
def page() -> str:
    """考核通报."""
    with reading() as session:
        return render_template(f"{TEMPLATES}/circulars.html", issued=queries.issued(session, size=60))


@pages.post("")
@requires("credit.assess")
def issue() -> ResponseReturnValue:
    """Issue the circular of a period that is over."""
    wanted = asked(request.form, today=today())
    try:
        with transaction() as session:
            made = service.issue(
                session, first=wanted.first, last=wanted.last, said=wanted.words, actor=actor_of(current()), now=now()
            )
            address = url_for("credit-circulars.circular", circular_id=made.id)
    except DomainError as error:
        flash(f"{error.text}。{error.remedy_text}", "bad")
        return redirect(url_for("credit-assessment.page", **wanted.parts()), HTTPStatus.SEE_OTHER)
    flash(f"{wanted.words}的通报已印发，文件正在排版", "ok")
    return redirect(address, HTTPStatus.SEE_OTHER)


@pages.get(ID)
@requires("credit.read")
def circular(circular_id: int) -> str:
    """One circular with its appeals."""
    with reading() as session:
        found = queries.whole(session, circular_id=circular_id)
        return render_template(
            f"{TEMPLATES}/circular.html",
            issued=found,
            circular=found.circular,
            opening=service.opening(found),
            appeals=appeals.of_circular(session, current(), circular_id=circular_id),
            mine=next((line for line in found.departments if line.key == str(current().department_id or "")), None),
            measures=SHOWN,
            rates=RATES[:3],
            rate_of=rate_of,
            states=AppealState,
            M=Measure,
        )


@pages.get(f"{ID}/file")
@requires("credit.read")
def file(circular_id: int) -> Response:
    """Give the document of a circular."""
    with reading() as session:
        found = queries.whole(session, circular_id=circular_id).circular
        if found.attachment_id is None:
            raise CircularUnknown
        kept = attachments.attachment_by_id(session, found.attachment_id)
        stream = attachments.open_content(kept)
    return send_file(stream, mimetype=PDF, as_attachment=False, download_name=kept.filename)


@pages.get(f"{ID}/workbook")
@requires("credit.read")
def workbook(circular_id: int) -> Response:
    """Give the figures of a circular as a workbook."""
    with reading() as session:
        found = queries.whole(session, circular_id=circular_id)
    sheets = [(By.DEPARTMENT.label, found.departments), (By.DISTRICT.label, found.districts)]
    answer = Response(figures_book(f"双公示考核通报 {found.words}", sheets, found.method))
    answer.mimetype = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    answer.headers.set("Content-Disposition", "attachment", filename=f"双公示考核通报-{found.words.replace(' ', '')}.xlsx")
    return answer
