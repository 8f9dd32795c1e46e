"""线索: the list of a department, and what is done with one clue."""

from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus
from typing import Any
from uuid import UUID, uuid4

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from wtforms.fields.choices import SelectChoice

from supervision.accounts.departments.forms import choices
from supervision.accounts.rules import actor_of
from supervision.duties.clues import queries, service
from supervision.duties.clues.forms import AssignForm, OutcomeForm, ReasonForm, ReassignForm, wanted
from supervision.duties.clues.models import Clue
from supervision.duties.clues.rules import due_in_words
from supervision.duties.clues.states import CLUE, ClueAction, ClueOutcome, ClueState
from supervision.kernel.access import current, requires
from supervision.kernel.clock import now, today
from supervision.kernel.db import reading, transaction
from supervision.kernel.errors import DomainError, NotFound
from supervision.kernel.rulebook.queries import rule_version
from supervision.kernel.workdays.queries import work_calendar

pages = Blueprint("clues", __name__, url_prefix="/clues")
TEMPLATES = "supervision/duties/clues/templates"
ID = "/<int(max=9223372036854775807):clue_id>"


@pages.get("")
@requires("clues.read")
def page() -> str:
    """线索."""
    asked, on = wanted(request.args), today()
    with reading() as session:
        found = queries.clues(session, current(), wanted=asked, on=on)
        counts = queries.counts(session, current(), on=on)
        calendar = work_calendar(session)
    more = found[queries.PAGE - 1].clue.id if len(found) > queries.PAGE else None
    return render_template(
        f"{TEMPLATES}/clues.html",
        lines=found[: queries.PAGE],
        wanted=asked,
        counts=counts,
        more=more,
        states=ClueState,
        outcomes=ClueOutcome,
        due=lambda clue: due_in_words(clue.due_on, on=on, calendar=calendar),
    )


@pages.get(ID)
@requires("clues.read")
def clue(clue_id: int) -> str:
    """One clue, what happened to it, and what can be done now."""
    with reading() as session:
        return _page(session, clue_id)


@pages.post(f"{ID}/assign")
@requires("clues.handle")
def assign(clue_id: int) -> ResponseReturnValue:
    """Give it to a person of the department."""
    return _step(clue_id, "assign", lambda session, found, form: service.assign(
        session, found, handler_id=form.handler_id.data, **_who(form)))  # fmt: skip


@pages.post(f"{ID}/reassign")
@requires("clues.handle")
def reassign(clue_id: int) -> ResponseReturnValue:
    """Let another department check it."""
    return _step(clue_id, "reassign", lambda session, found, form: service.reassign(
        session, found, department_id=form.department_id.data, reason=form.reason.data, **_who(form)))  # fmt: skip


@pages.post(f"{ID}/extend")
@requires("clues.handle")
def extend(clue_id: int) -> ResponseReturnValue:
    """Extend the period, once."""
    return _step(clue_id, "extend", lambda session, found, form: service.extend(
        session, found, reason=form.reason.data, **_who(form)))  # fmt: skip


@pages.post(f"{ID}/settle")
@requires("clues.handle")
def settle(clue_id: int) -> ResponseReturnValue:
    """Say what the check came to."""
    return _step(clue_id, "settle", lambda session, found, form: service.settle(
        session, found, outcome=ClueOutcome(form.outcome.data), text=form.text.data, **_who(form)))  # fmt: skip


@pages.post(f"{ID}/reopen")
@requires("clues.handle")
def reopen(clue_id: int) -> ResponseReturnValue:
    """Check again."""
    return _step(clue_id, "reopen", lambda session, found, form: service.reopen(
        session, found, reason=form.reason.data, **_who(form)))  # fmt: skip


def _forms(session: Session, found: Clue) -> dict[str, Any]:
    """Return a form for each step; the one that was sent holds what was typed."""
    forms: dict[str, Any] = {
        "assign": AssignForm,
        "reassign": ReassignForm,
        "extend": ReasonForm,
        "settle": OutcomeForm,
        "reopen": ReasonForm,
    }
    sent = request.path.rsplit("/", 1)[-1]
    made = {name: kind(request.form if name == sent else None, prefix="") for name, kind in forms.items()}
    made["assign"].handler_id.choices = [
        SelectChoice(str(user.id), user.name) for user in queries.handlers(session, found.department_id, on=today())
    ]
    made["reassign"].department_id.choices = choices(session, on=today())
    for form in made.values():
        form.revision.data = form.revision.data or str(found.revision)
        form.request_key.data = form.request_key.data or str(uuid4())
    return made


def _page(session: Session, clue_id: int, refused: Any = None) -> str:
    line = queries.clue_for(session, current(), clue_id)
    found, state = line.clue, ClueState(line.clue.state)
    rule_id, _at, version = found.due_rule.partition("@")
    forms = _forms(session, found)
    if refused is not None:
        forms[request.path.rsplit("/", 1)[-1]] = refused
    return render_template(
        f"{TEMPLATES}/clue.html",
        line=line,
        clue=found,
        state=state,
        steps=queries.steps(session, found.id),
        actors=queries.actors(session, found.id),
        actions=ClueAction,
        allowed={action.value for action in ClueAction if CLUE.allows(state, action)}
        if current().may("clues.handle")
        else set(),
        outcomes=ClueOutcome,
        due=due_in_words(found.due_on, on=today(), calendar=work_calendar(session)),
        rule=rule_version(session, rule_id=rule_id, version=int(version)),
        forms=forms,
        refused=refused,
    )


def _step(clue_id: int, name: str, do: Callable[[Session, Clue, Any], object]) -> ResponseReturnValue:
    """Do one thing with a clue that nobody changed meanwhile, and go back to its page."""
    with reading() as session:
        form = _forms(session, queries.clue_for(session, current(), clue_id).clue)[name]
        if not form.validate():
            return _page(session, clue_id, form), HTTPStatus.UNPROCESSABLE_ENTITY
    revision = int(form.revision.data) if form.revision.data.isascii() and form.revision.data.isdigit() else None
    try:
        with transaction() as session:
            key = _key(form.request_key.data)
            do(session, queries.clue_for_change(session, current(), clue_id, revision=revision, request_key=key), form)
    except NotFound:
        raise
    except DomainError as error:
        form.refuse(error)
        with reading() as session:
            return _page(session, clue_id, form), HTTPStatus(error.http_status)
    return redirect(url_for("clues.clue", clue_id=clue_id), HTTPStatus.SEE_OTHER)


def _who(form: Any) -> dict[str, Any]:
    return {"actor": actor_of(current()), "now": now(), "request_key": _key(form.request_key.data)}


def _key(text: str | None) -> UUID | None:
    with suppress(ValueError):
        return UUID(text or "")
    return None
