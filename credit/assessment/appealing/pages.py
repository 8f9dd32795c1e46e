"""考核申诉: the list, filing one against a circular, and deciding it."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Final

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from credit.assessment.appealing import queries, service
from credit.assessment.appealing.forms import AppealForm, DecideForm
from credit.assessment.appealing.queries import Line
from credit.assessment.appealing.service import AGAINST
from credit.assessment.circulars.queries import whole
from credit.assessment.schemas import Measure
from credit.assessment.states import AppealAction, AppealState
from supervision.accounts.rules import actor_of
from supervision.kernel.access import current, requires
from supervision.kernel.clock import now
from supervision.kernel.db import reading, transaction
from supervision.kernel.errors import DomainError, NotFound

pages = Blueprint("credit-appeals", __name__, url_prefix="/credit/assessment")
TEMPLATES: Final = "credit/assessment/appealing/templates"
CIRCULAR: Final = "/circulars/<int(max=9223372036854775807):circular_id>/appeal"
ID: Final = "/appeals/<int(max=9223372036854775807):appeal_id>"


@pages.get("/appeals")
@requires("credit.read")
def page() -> str:
    """考核申诉."""
    given = request.args.get("state", "")
    state = AppealState(given) if given in set(AppealState) else None
    with reading() as session:
        lines = queries.lines(session, current(), state=state)
    return render_template(
        f"{TEMPLATES}/appeals.html", lines=lines, state=state, states=AppealState, against=AGAINST, M=Measure
    )


@pages.get(CIRCULAR)
@requires("credit.appeal")
def new(circular_id: int) -> str:
    """申诉."""
    with reading() as session:
        return _form_page(session, circular_id, AppealForm())


@pages.post(CIRCULAR)
@requires("credit.appeal")
def file_one(circular_id: int) -> ResponseReturnValue:
    """File an appeal against a circular."""
    form = AppealForm(request.form)
    if form.validate():
        try:
            with transaction() as session:
                made = service.file_appeal(
                    session,
                    current(),
                    circular_id=circular_id,
                    measure=_measure(),
                    decision_ids=form.decision_ids.data or [],
                    reason=form.reason.data,
                    actor=actor_of(current()),
                    now=now(),
                )
                address = url_for("credit-appeals.appeal", appeal_id=made.id)
        except NotFound:
            raise
        except DomainError as error:
            form.refuse(error)
        else:
            flash("申诉已提交，由其他部门的考核人员决定", "ok")
            return redirect(address, HTTPStatus.SEE_OTHER)
    with reading() as session:
        return _form_page(session, circular_id, form), HTTPStatus.UNPROCESSABLE_ENTITY


@pages.get(ID)
@requires("credit.read")
def appeal(appeal_id: int) -> str:
    """One appeal."""
    with reading() as session:
        return _page(session, appeal_id, DecideForm())


@pages.post(f"{ID}/decide")
@requires("credit.assess")
def decide(appeal_id: int) -> ResponseReturnValue:
    """Uphold or refuse an appeal."""
    form = DecideForm(request.form)

    def act(session: Session, line: Line) -> str:
        action = AppealAction(form.outcome.data)
        service.decide(
            session,
            line.appeal,
            action=action,
            answer=form.answer.data,
            principal=current(),
            actor=actor_of(current()),
            now=now(),
        )
        return "申诉成立，所列决定不再计入考核" if action is AppealAction.UPHOLD else "申诉不成立，数字不变"

    return _act(appeal_id, form, act)


@pages.post(f"{ID}/withdraw")
@requires("credit.appeal")
def withdraw(appeal_id: int) -> ResponseReturnValue:
    """Take an appeal of the own department back."""

    def act(session: Session, line: Line) -> str:
        if line.appeal.department_id != current().department_id:
            raise NotFound
        service.withdraw(session, line.appeal, actor=actor_of(current()), now=now())
        return "申诉已撤回"

    return _act(appeal_id, DecideForm(data={}), act, checked=True)


def _act(
    appeal_id: int, form: DecideForm, act: Callable[[Session, Line], str], *, checked: bool = False
) -> ResponseReturnValue:
    if checked or form.validate():
        try:
            with transaction() as session:
                said = act(session, queries.line(session, current(), appeal_id=appeal_id, lock=True))
        except NotFound:
            raise
        except DomainError as error:
            form.refuse(error)
            with reading() as session:
                return _page(session, appeal_id, form), HTTPStatus(error.http_status)
        flash(said, "ok")
        return redirect(url_for("credit-appeals.appeal", appeal_id=appeal_id), HTTPStatus.SEE_OTHER)
    with reading() as session:
        return _page(session, appeal_id, form), HTTPStatus.UNPROCESSABLE_ENTITY


def _measure() -> Measure:
    given = request.values.get("measure", "")
    return Measure(given) if given in set(AGAINST) else Measure.LATE


def _form_page(session: Session, circular_id: int, form: AppealForm) -> str:
    measure = _measure()
    return render_template(
        f"{TEMPLATES}/form.html",
        form=form,
        issued=whole(session, circular_id=circular_id),
        measure=measure,
        against=AGAINST,
        records=service.counted_against(session, current(), circular_id=circular_id, measure=measure, now=now()),
        chosen=set(form.decision_ids.data or []),
        most=service.MOST,
    )


def _page(session: Session, appeal_id: int, form: DecideForm) -> str:
    line = queries.line(session, current(), appeal_id=appeal_id)
    others = line.appeal.filed_by != actor_of(current()) and line.appeal.department_id != current().department_id
    return render_template(
        f"{TEMPLATES}/appeal.html",
        line=line,
        appeal=line.appeal,
        named=queries.named(session, line.appeal),
        people=queries.names(session, line.appeal),
        against=AGAINST,
        M=Measure,
        form=form,
        decides=line.state is AppealState.FILED and current().may("credit.assess") and others,
        withdraws=line.state is AppealState.FILED
        and current().may("credit.appeal")
        and line.appeal.department_id == current().department_id,
    )
