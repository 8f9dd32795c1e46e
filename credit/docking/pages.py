"""对接: the sources of a department, and one with its trial, its mapping, its plan and its history."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any, Final

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from wtforms.fields.choices import SelectChoice

from credit.docking import queries, service
from credit.docking.errors import ReachError
from credit.docking.forms import SourceForm, revision_of
from credit.docking.models import DockingSource
from credit.docking.reaching.rules import listed_networks
from credit.docking.rules import meaning
from credit.docking.schemas import Look
from credit.docking.states import SOURCE, Driver, RunState, SourceAction, SourceState, Trigger
from supervision.accounts.rules import actor_of
from supervision.intake.kinds import FieldType
from supervision.intake.layouts import queries as layouts
from supervision.intake.layouts.schemas import Mapping as Meaning
from supervision.intake.queries import kind_named
from supervision.kernel.access import current, requires
from supervision.kernel.clock import now, today
from supervision.kernel.crypto import provider
from supervision.kernel.db import reading, transaction
from supervision.kernel.errors import DomainError, NotFound
from supervision.kernel.settings import Settings

pages = Blueprint("credit-docking", __name__, url_prefix="/credit/docking")
TEMPLATES: Final = "credit/docking/templates"
ID: Final = "/<int(max=9223372036854775807):source_id>"


@pages.get("")
@requires("credit.docking")
def page() -> str:
    """对接来源."""
    with reading() as session:
        lines = queries.lines(session, current())
        kinds = {kind.name: kind.label for kind in queries.kinds()}
    listed = bool(Settings.from_environment().docking_networks)
    return render_template(
        f"{TEMPLATES}/sources.html", lines=lines, kinds=kinds, now=now(), listed=listed, states=SourceState, run_states=RunState
    )


@pages.get("/new")
@requires("credit.docking")
def new() -> str:
    """新增对接来源."""
    with reading() as session:
        return _form_page(session, SourceForm(data={"starts_on": today(), "department_id": current().department_id}), None)


@pages.post("/new")
@requires("credit.docking")
def create() -> ResponseReturnValue:
    """Keep a new source."""
    form = SourceForm(request.form)
    with reading() as session:
        _offer(session, form)
        if not form.validate():
            return _form_page(session, form, None), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        with transaction() as session:
            queries.ensure_ours(session, current(), form.department_id.data)
            made = service.create(session, form.settings(), crypto=provider(), actor=actor_of(current()), now=now())
    except DomainError as error:
        return _refused(form, error, None)
    flash("已保存。下一步：试连，核对前几行和字段对应", "ok")
    return _to(made.id)


@pages.get(f"{ID}/edit")
@requires("credit.docking")
def edit(source_id: int) -> str:
    """修改对接来源."""
    with reading() as session:
        source = queries.source_for(session, current(), source_id)
        return _form_page(session, SourceForm.of(source), source)


@pages.post(f"{ID}/edit")
@requires("credit.docking")
def change(source_id: int) -> ResponseReturnValue:
    """Keep a changed source."""
    with reading() as session:
        source = queries.source_for(session, current(), source_id)
        form = SourceForm(request.form, department_id=source.department_id)
        _offer(session, form)
        form.department_id.data = source.department_id
        if not form.validate():
            return _form_page(session, form, source), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        with transaction() as session:
            source = queries.source_for(session, current(), source_id, lock=True)
            service.change(
                session,
                source,
                form.settings(),
                revision=revision_of(form.revision.data),
                crypto=provider(),
                actor=actor_of(current()),
                now=now(),
            )
    except NotFound:
        raise
    except DomainError as error:
        return _refused(form, error, source_id)
    flash("已保存" + ("；来源有变，请重新试连" if source.state == SourceState.DRAFT else ""), "ok")
    return _to(source_id)


@pages.get(ID)
@requires("credit.docking")
def show(source_id: int) -> str:
    """One source."""
    with reading() as session:
        return _page(session, queries.source_for(session, current(), source_id))


@pages.post(f"{ID}/test")
@requires("credit.docking")
def test(source_id: int) -> ResponseReturnValue:
    """试连: enter, prove that the account only reads, show the first rows covered."""
    with reading() as session:
        source = queries.source_for(session, current(), source_id)
        offered = layouts.layouts(session)
    found, fault = None, None
    try:
        networks = listed_networks(Settings.from_environment().docking_networks)
        found = service.look(source, offered, networks=networks, crypto=provider())
    except ReachError as error:
        fault = error
    with transaction() as session:
        source = queries.source_for(session, current(), source_id, lock=True)
        if found is not None:
            service.note_look(session, source, found, actor=actor_of(current()), now=now())
        elif fault is not None:
            service.note_trouble(session, source, fault, actor=actor_of(current()), now=now())
        status = HTTPStatus.OK if found else HTTPStatus.UNPROCESSABLE_ENTITY
        return _page(session, source, found=found, error=fault), status


@pages.post(f"{ID}/mapping")
@requires("credit.docking")
def set_mapping(source_id: int) -> ResponseReturnValue:
    """Keep what the columns mean."""

    def act(session: Session, source: DockingSource) -> str:
        kind = kind_named(source.kind)
        known = {column["name"] for column in source.columns}
        chosen = {item.name: request.form.get(f"column.{item.name}", "") for item in kind.fields}
        constants = {item.name: request.form.get(f"constant.{item.name}", "")[:200] for item in kind.fields}
        in_yuan = frozenset(item.name for item in kind.fields if request.form.get(f"unit.{item.name}") == "yuan")
        mapping = meaning({name: column for name, column in chosen.items() if column in known}, constants, in_yuan, kind)
        revision = revision_of(request.form.get("revision"))
        service.set_mapping(session, source, mapping, revision=revision, actor=actor_of(current()), now=now())
        return "字段对应已保存"

    return _acted(source_id, act)


@pages.post(f"{ID}/start")
@requires("credit.docking")
def start(source_id: int) -> ResponseReturnValue:
    """按计划取数."""

    def act(session: Session, source: DockingSource) -> str:
        service.start(session, source, actor=actor_of(current()), now=now())
        return "已启用，一分钟内开始第一次取数"

    return _acted(source_id, act)


@pages.post(f"{ID}/run")
@requires("credit.docking")
def run(source_id: int) -> ResponseReturnValue:
    """立即取一次."""

    def act(session: Session, source: DockingSource) -> str:
        service.ask(session, source, trigger=Trigger.MANUAL, actor=actor_of(current()), now=now())
        return "正在取数，结果稍后显示在取数记录里"

    return _acted(source_id, act)


@pages.post(f"{ID}/pause")
@requires("credit.docking")
def pause(source_id: int) -> ResponseReturnValue:
    """暂停."""

    def act(session: Session, source: DockingSource) -> str:
        service.pause(session, source, actor=actor_of(current()), now=now())
        return "已暂停；正在取的一页取完即停"

    return _acted(source_id, act)


@pages.post(f"{ID}/restart")
@requires("credit.docking")
def restart(source_id: int) -> ResponseReturnValue:
    """从头重取."""

    def act(session: Session, source: DockingSource) -> str:
        service.from_the_start(session, source, actor=actor_of(current()), now=now())
        return "下一次从头取；已收下的行不会重复"

    return _acted(source_id, act)


@pages.post(f"{ID}/close")
@requires("credit.docking")
def close(source_id: int) -> ResponseReturnValue:
    """停用."""

    def act(session: Session, source: DockingSource) -> str:
        service.close(session, source, actor=actor_of(current()), now=now())
        return "已停用，口令已删除；取数记录保留"

    return _acted(source_id, act)


def _acted(source_id: int, act: Callable[[Session, DockingSource], str]) -> ResponseReturnValue:
    """Do something with a source; a refusal is shown on its page."""
    try:
        with transaction() as session:
            said = act(session, queries.source_for(session, current(), source_id, lock=True))
    except NotFound:
        raise
    except DomainError as error:
        with reading() as session:
            return _page(session, queries.source_for(session, current(), source_id), error=error), HTTPStatus(error.http_status)
    flash(said, "ok")
    return _to(source_id)


def _to(source_id: int) -> ResponseReturnValue:
    return redirect(url_for("credit-docking.show", source_id=source_id), HTTPStatus.SEE_OTHER)


def _refused(form: SourceForm, error: DomainError, source_id: int | None) -> ResponseReturnValue:
    form.refuse(error)
    with reading() as session:
        source = None if source_id is None else queries.source_for(session, current(), source_id)
        return _form_page(session, form, source), HTTPStatus(error.http_status)


def _offer(session: Session, form: SourceForm) -> None:
    offered = queries.departments(session, current())
    form.department_id.choices = [SelectChoice(str(item.id), item.name) for item in offered]
    form.kind.choices = [SelectChoice(kind.name, kind.label) for kind in queries.kinds()]


def _form_page(session: Session, form: SourceForm, source: DockingSource | None) -> str:
    _offer(session, form)
    return render_template(f"{TEMPLATES}/form.html", form=form, source=source)


def _page(session: Session, source: DockingSource, *, found: Look | None = None, error: DomainError | None = None) -> str:
    kind = kind_named(source.kind)
    mapping = Meaning.from_json(source.mapping)
    return render_template(
        f"{TEMPLATES}/source.html",
        source=source,
        kind=kind,
        mapping=mapping,
        column_of={field: column for column, field in mapping.columns.items()},
        money={item.name for item in kind.fields if item.type is FieldType.MONEY_WAN},
        found=found,
        error=error,
        runs=queries.runs(session, source.id),
        taken=queries.pages(session, source.id),
        state=SourceState(source.state),
        run_state=RunState,
        trigger=Trigger,
        driver=Driver(source.driver),
        may=_allowed(source),
        department=service.department_name(session, source),
    )


def _allowed(source: DockingSource) -> dict[str, Any]:
    """Return which buttons the page has."""
    state = SourceState(source.state)
    ready = source.tested_at is not None and bool(source.mapping)
    return {
        "start": ready and SOURCE.allows(state, SourceAction.START),
        "pause": SOURCE.allows(state, SourceAction.PAUSE),
        "close": SOURCE.allows(state, SourceAction.CLOSE),
        "run": ready and state in {SourceState.ACTIVE, SourceState.PAUSED},
        "test": state is not SourceState.CLOSED,
        "restart": source.position is not None and state is not SourceState.CLOSED,
    }
