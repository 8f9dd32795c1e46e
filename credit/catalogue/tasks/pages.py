"""目录维护任务: the list, one task, and the four ways to close it."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any, Final

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from wtforms.fields.choices import SelectChoice

from credit.catalogue import queries as catalogue
from credit.catalogue.listing.features import is_number
from credit.catalogue.rules import KINDS
from credit.catalogue.states import Cause, Outcome, TaskState
from credit.catalogue.tasks import queries, service
from credit.catalogue.tasks.forms import AliasForm, StartForm, WithoutForm
from credit.catalogue.tasks.service import Who
from supervision.accounts.forms import ChineseForm
from supervision.accounts.rules import actor_of
from supervision.kernel.access import current, requires
from supervision.kernel.clock import now
from supervision.kernel.db import reading, transaction
from supervision.kernel.errors import DomainError, NotFound

pages = Blueprint("credit-catalogue-tasks", __name__, url_prefix="/credit/catalogue/tasks")
TEMPLATES: Final = "credit/catalogue/tasks/templates"
ID: Final = "/<int(max=9223372036854775807):task_id>"
WORDS: Final = {"kinds": KINDS, "causes": Cause, "outcomes": Outcome, "states": TaskState}


@pages.get("")
@requires("credit.read")
def page() -> str:
    """目录维护任务."""
    state = TaskState.CLOSED if request.args.get("state") == TaskState.CLOSED else TaskState.OPEN
    kind = request.args.get("kind", "") if request.args.get("kind", "") in KINDS else ""
    given = request.args.get("before", "")
    with reading() as session:
        lines = queries.lines(session, current(), state=state, kind=kind, before=int(given) if is_number(given) else None)
        return render_template(
            f"{TEMPLATES}/tasks.html",
            lines=lines[: queries.PAGE],
            more=lines[queries.PAGE - 1].task.id if len(lines) > queries.PAGE else None,
            counts=queries.counts(session, current()),
            state=state,
            kind=kind,
            **WORDS,
        )


@pages.get(ID)
@requires("credit.read")
def task(task_id: int) -> str:
    """目录维护任务."""
    with reading() as session:
        return _page(session, task_id, None)


@pages.post(f"{ID}/alias")
@requires("credit.catalogue")
def alias(task_id: int) -> ResponseReturnValue:
    """Give an item the name that the decisions carry."""
    form = AliasForm(request.form)

    def act(session: Session) -> str:
        found = service.close_with_alias(session, task_id=task_id, item_id=form.item_id.data, who=_who())
        return f"已记为别名，{found} 件决定归入事项"

    return _act(task_id, form, act)


@pages.post(f"{ID}/start")
@requires("credit.catalogue")
def start(task_id: int) -> ResponseReturnValue:
    """Let the item be in use from an earlier day on."""
    form = StartForm(request.form)

    def act(session: Session) -> str:
        found = service.close_with_earlier_start(session, task_id=task_id, who=_who(), note=form.note.data)
        return f"启用日期已补录，{found} 件决定归入事项"

    return _act(task_id, form, act)


@pages.post(f"{ID}/without")
@requires("credit.catalogue")
def without(task_id: int) -> ResponseReturnValue:
    """Leave the catalogue as it is and say why."""
    form = WithoutForm(request.form)

    def act(session: Session) -> str:
        outcome = Outcome(form.outcome.data)
        service.close_without(session, task_id=task_id, outcome=outcome, note=form.reason.data, who=_who())
        return "任务已办结，理由会给报送人看到"

    return _act(task_id, form, act)


def _act(task_id: int, form: ChineseForm, act: Callable[[Session], str]) -> ResponseReturnValue:
    """Close a task of a catalogue that one keeps, and say what came of it."""
    with reading() as session:
        _choose(session, task_id, form)
        if not form.validate():
            return _page(session, task_id, form), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        with transaction() as session:
            line = queries.line(session, current(), task_id=task_id)
            catalogue.ensure_kept(session, current(), line.task.department_id)
            said = act(session)
    except NotFound:
        raise
    except DomainError as error:
        form.refuse(error)
        with reading() as session:
            return _page(session, task_id, form), HTTPStatus(error.http_status)
    flash(said, "ok")
    return redirect(url_for("credit-catalogue-tasks.task", task_id=task_id), HTTPStatus.SEE_OTHER)


def _who() -> Who:
    return Who(actor_of(current()), now())


def _choose(session: Session, task_id: int, form: ChineseForm) -> None:
    if isinstance(form, AliasForm):
        line = queries.line(session, current(), task_id=task_id)
        rows = catalogue.standing_of(session, department_ids=[line.task.department_id])
        form.item_id.choices = [
            SelectChoice(str(row.item_id), f"{row.name}（{row.code}）") for row in rows if row.kind == line.task.kind
        ]


def _page(session: Session, task_id: int, refused: ChineseForm | None) -> str:
    forms: dict[str, Any] = {"alias": AliasForm(), "start": StartForm(), "without": WithoutForm()}
    if refused is not None:
        forms[request.path.rsplit("/", 1)[-1]] = refused
    _choose(session, task_id, forms["alias"])
    line = queries.line(session, current(), task_id=task_id)
    kept = {number for number, _name in catalogue.kept(session, current())}
    item = catalogue.standing(session, item_id=line.task.item_id) if line.task.item_id else None
    return render_template(
        f"{TEMPLATES}/task.html",
        line=line,
        task=line.task,
        item=item,
        behind=queries.behind(session, task_id=task_id),
        keeps=current().may("credit.catalogue") and line.task.department_id in kept and line.task.state == TaskState.OPEN,
        forms=forms,
        refused=refused,
        **WORDS,
    )
