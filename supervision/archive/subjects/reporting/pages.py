"""事实核对: what others say is wrong about a department's facts, and the department's answer."""

from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from supervision.accounts.rules import actor_of
from supervision.archive.subjects.forms import AnswerForm
from supervision.archive.subjects.reporting import queries
from supervision.archive.subjects.rules import FIELD_LABELS
from supervision.archive.subjects.service import answer_report
from supervision.kernel.access import current, requires
from supervision.kernel.clock import now
from supervision.kernel.db import reading, transaction
from supervision.kernel.errors import DomainError

report_pages = Blueprint("archive-reports", __name__, url_prefix="/archive/reports")
TEMPLATES = "supervision/archive/subjects/templates"
LAST_PAGE = 100_000


@report_pages.get("")
@requires("archive.answer")
def page() -> str:
    """事实核对: the open reports of my department, or those that are answered."""
    answered = request.args.get("show") == "answered"
    number = min(max(1, request.args.get("page", 1, type=int)), LAST_PAGE)
    with reading() as session:
        found = queries.page(session, current(), answered=answered, number=number)
        return render_template(f"{TEMPLATES}/reports.html", found=found, answered=answered, number=number, labels=FIELD_LABELS)


@report_pages.route("/<int(max=9223372036854775807):report_id>", methods=["GET", "POST"])
@requires("archive.answer")
def answer(report_id: int) -> ResponseReturnValue:
    """答复报告: what the source found when it looked."""
    form = AnswerForm(request.form)
    if request.method == "POST" and form.validate():
        try:
            return _answered(report_id, form)
        except DomainError as error:
            form.refuse(error)
    with reading() as session:
        line = queries.report_for(session, current(), report_id)
        status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
        return render_template(f"{TEMPLATES}/answer.html", line=line, form=form, labels=FIELD_LABELS), status


def _answered(report_id: int, form: AnswerForm) -> ResponseReturnValue:
    with transaction() as session:
        queries.report_for(session, current(), report_id)
        answer_report(session, report_id=report_id, answer=form.answer.data, actor=actor_of(current()), now=now())
    flash("答复已记下，显示在档案的这一项旁边；需要更正的，请从“数据归集”报送更正后的数据", "ok")
    return redirect(url_for("archive-reports.page"), HTTPStatus.SEE_OTHER)
