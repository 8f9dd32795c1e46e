"""未报发现: the register by department, one entry with the numbers around it, explaining and judging."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Final

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from credit.omissions import queries, service
from credit.omissions.forms import ExplainForm, JudgeForm
from credit.omissions.models import Omission
from credit.omissions.queries import PAGE, Line
from credit.omissions.states import OMISSION, OmissionAction, OmissionState
from credit.reporting.states import Party
from credit.standards.schemas import standards
from supervision.accounts.forms import ChineseForm
from supervision.accounts.rules import actor_of
from supervision.kernel.access import current, requires
from supervision.kernel.clock import now, today
from supervision.kernel.db import reading, transaction
from supervision.kernel.errors import DomainError, NotFound

pages = Blueprint("credit-omissions", __name__, url_prefix="/credit/omissions")
TEMPLATES: Final = "credit/omissions/templates"
ID: Final = "/<int(max=9223372036854775807):omission_id>"
LONGEST_ID: Final = 18
KINDS: Final = {"licence": "行政许可", "penalty": "行政处罚"}


@pages.get("")
@requires("credit.read")
def page() -> str:
    """未报发现."""
    given = request.args.get("state", "")
    state = OmissionState(given) if given in set(OmissionState) else None
    department, before = _number("department"), _number("before")
    with reading() as session:
        lines = queries.listed(session, current(), state=state, department_id=department, before=before)
        return render_template(
            f"{TEMPLATES}/list.html",
            lines=lines[:PAGE],
            following=lines[PAGE - 1].omission.id if len(lines) > PAGE else None,
            state=state,
            states=[OmissionState.REPORTED, OmissionState.CONFIRMED, OmissionState.EXCUSED],
            offices=queries.offices(session, current()),
            totals=queries.totals(session, current(), department_id=department),
            department=department,
            method=queries.the_method(session, on=today()),
            kinds=KINDS,
        )


@pages.get(ID)
@requires("credit.read")
def omission(omission_id: int) -> str:
    """One entry."""
    with reading() as session:
        return _page(session, omission_id, ExplainForm(), JudgeForm())


@pages.post(f"{ID}/explain")
@requires("credit.report")
def explain(omission_id: int) -> ResponseReturnValue:
    """Explain an entry of the own department."""
    form = ExplainForm(request.form)

    def act(session: Session, found: Omission) -> str:
        if found.department_id != current().department_id:
            raise NotFound
        service.explain(session, found, reason=form.reason.data, actor=actor_of(current()), now=now())
        return "说明已提交，由信用主管部门认定"

    return _act(omission_id, form, act)


@pages.post(f"{ID}/judge")
@requires("credit.assess")
def judge(omission_id: int) -> ResponseReturnValue:
    """Judge an entry of another department."""
    form = JudgeForm(request.form)

    def act(session: Session, found: Omission) -> str:
        action = OmissionAction(form.outcome.data)
        who = current()
        service.judge(session, found, action=action, reason=form.reason.data, principal=who, actor=actor_of(who), now=now())
        return {"excuse": "已认定说明成立", "return": "已退回补充说明", "confirm": "已认定瞒报，计入考核"}[action.value]

    return _act(omission_id, form, act)


def _act(omission_id: int, form: ChineseForm, act: Callable[[Session, Omission], str]) -> ResponseReturnValue:
    if form.validate():
        try:
            with transaction() as session:
                said = act(session, queries.one(session, current(), omission_id=omission_id, lock=True).omission)
        except NotFound:
            raise
        except DomainError as error:
            form.refuse(error)
            return _again(omission_id, form), HTTPStatus(error.http_status)
        flash(said, "ok")
        return redirect(url_for("credit-omissions.omission", omission_id=omission_id), HTTPStatus.SEE_OTHER)
    return _again(omission_id, form), HTTPStatus.UNPROCESSABLE_ENTITY


def _again(omission_id: int, form: ChineseForm) -> str:
    with reading() as session:
        explaining = form if isinstance(form, ExplainForm) else ExplainForm()
        judging = form if isinstance(form, JudgeForm) else JudgeForm()
        return _page(session, omission_id, explaining, judging)


def _page(session: Session, omission_id: int, explaining: ExplainForm, judging: JudgeForm) -> str:
    line: Line = queries.one(session, current(), omission_id=omission_id)
    own = line.omission.department_id == current().department_id
    return render_template(
        f"{TEMPLATES}/omission.html",
        line=line,
        omission=line.omission,
        neighbours=queries.neighbours(line.omission),
        people=queries.names(session, line.omission),
        kind=KINDS[line.omission.kind],
        table=_table(line.omission.kind),
        explaining=explaining,
        judging=judging,
        method=queries.the_method(session, on=today()),
        explains=own and current().may("credit.report") and OMISSION.allows(line.state, OmissionAction.EXPLAIN),
        judges=not own and current().may("credit.assess") and OMISSION.allows(line.state, OmissionAction.CONFIRM),
    )


def _table(kind: str) -> str | None:
    """Return the form in which a decision of a firm is reported today."""
    tables = standards()[-1].tables
    return next((table.row_kind for table in tables if table.kind == kind and table.party != Party.PERSON), None)


def _number(name: str) -> int | None:
    given = request.args.get(name, "")
    return int(given) if given.isascii() and given.isdigit() and len(given) <= LONGEST_ID else None
