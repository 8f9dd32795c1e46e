"""批量办理: one page to confirm, one page that says what came of each."""

from http import HTTPStatus

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from supervision.accounts.departments.queries import departments
from supervision.kernel.access import current, requires
from supervision.kernel.clock import now, today
from supervision.kernel.db import reading, transaction
from supervision.kernel.errors import DomainError
from supervision.notices.handling import queries
from supervision.notices.handling.batching import service
from supervision.notices.handling.batching.forms import order_of
from supervision.notices.handling.batching.schemas import Act, Order, Result, Ticked
from supervision.notices.handling.errors import FeedbackMissing, TextMissing
from supervision.notices.handling.forms import back
from supervision.notices.handling.moving.errors import ReasonMissing
from supervision.notices.handling.service import SAYS_MORE
from supervision.notices.models import Notice
from supervision.notices.states import Feedback

pages = Blueprint("batch", __name__, url_prefix="/notices/batch")
FOLDER = "supervision/notices/handling/batching/templates"


@pages.post("")
@requires("notices.handle")
def confirm() -> ResponseReturnValue:
    """批量办理: look at what was ticked and say what is to be done."""
    return _confirm_page(order_of(request.form))


@pages.post("/done")
@requires("notices.handle")
def carry_out() -> ResponseReturnValue:
    """Do it, each notice by itself, and say what came of each."""
    order = order_of(request.form)
    try:
        service.check(order, current())
        _check_words(order)
    except (FeedbackMissing, TextMissing, ReasonMissing) as error:
        return _confirm_page(order, error), HTTPStatus.UNPROCESSABLE_ENTITY
    results = [_one(ticked, order) for ticked in order.ticked]
    return render_template(
        f"{FOLDER}/results.html",
        order=order,
        results=results,
        done=sum(result.done for result in results),
        back=back(request.form, otherwise=url_for("inbox.page")),
    )


def _check_words(order: Order) -> None:
    if order.act is Act.ANSWER and order.feedback is None:
        raise FeedbackMissing
    if order.act is Act.ANSWER and order.feedback in SAYS_MORE and not order.text:
        raise TextMissing(feedback=order.feedback.label if order.feedback else "")
    if order.act in {Act.RETURN, Act.REASSIGN} and not order.reason:
        raise ReasonMissing


def _confirm_page(order: Order, error: DomainError | None = None) -> str:
    service.check(order, current())
    with reading() as session:
        notices = queries.notices_for(session, current(), [ticked.notice_id for ticked in order.ticked])
        offices = departments(session, on=today()) if order.act is Act.REASSIGN else ()
    seen = {ticked.notice_id: ticked.revision for ticked in order.ticked}
    return render_template(
        f"{FOLDER}/confirm.html",
        order=order,
        notices=notices,
        seen=seen,
        offices=[office for office in offices if office.id != current().department_id],
        feedbacks=tuple(Feedback),
        error=error,
        back=back(request.form, otherwise=url_for("inbox.page")),
    )


def _one(ticked: Ticked, order: Order) -> Result:
    try:
        with transaction() as session:
            notice = service.carry_out(session, ticked, order, current(), now=now())
            return _result(notice, done=True, said=f"已{order.act.label}")
    except DomainError as error:
        with reading() as session:
            found = queries.notices_for(session, current(), [ticked.notice_id])
        if not found:
            return Result(ticked.notice_id, "", "", "", done=False, said=error.text, remedy=error.remedy_text)
        return _result(found[0], done=False, said=error.text, remedy=error.remedy_text)


def _result(notice: Notice, *, done: bool, said: str, remedy: str = "") -> Result:
    return Result(notice.id, notice.number, notice.name, notice.item_name, done, said, remedy)
