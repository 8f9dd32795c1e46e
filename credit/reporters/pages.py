"""报送责任人: the units with their people, one unit with its history, and handing over."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Final
from uuid import UUID, uuid4

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from wtforms.fields.choices import SelectChoice

from credit.reporters import queries, service
from credit.reporters.forms import EndForm, HandoverForm, NameForm
from credit.reporters.models import Post
from credit.reporters.service import Given
from credit.reporters.states import Duty
from supervision.accounts.models import Department, User
from supervision.accounts.rules import actor_of
from supervision.kernel.access import Principal, current, requires
from supervision.kernel.clock import now, today
from supervision.kernel.db import reading, transaction
from supervision.kernel.errors import DomainError, NotFound

pages = Blueprint("reporters", __name__, url_prefix="/credit/reporters")
TEMPLATES: Final = "credit/reporters/templates"
UNIT: Final = "/<int(max=2147483647):department_id>"
POST: Final = "/posts/<int(max=9223372036854775807):post_id>"


@pages.get("")
@requires("credit.reporters")
def page() -> str:
    """报送责任人."""
    with reading() as session:
        lines = queries.units(session, current(), today=today())
        lacking = sum(line.without_liaison for line in lines)
        return render_template(f"{TEMPLATES}/units.html", lines=lines, lacking=lacking, duties=Duty)


@pages.get(UNIT)
@requires("credit.reporters")
def unit(department_id: int) -> str:
    """One unit: who holds what, who did, and what was handed over."""
    with reading() as session:
        department = queries.unit_for(session, current(), department_id)
        return _unit(session, department, NameForm(data={"valid_from": today(), "duty": _wanted(session, department)}))


@pages.post(UNIT)
@requires("credit.reporters")
def name(department_id: int) -> ResponseReturnValue:
    """Name a person."""
    form = NameForm(request.form)
    with reading() as session:
        department = queries.unit_for(session, current(), department_id)
        _offer(session, department, form)
        if not form.validate():
            return _unit(session, department, form), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        with transaction() as session:
            service.name(
                session,
                queries.unit_for(session, current(), department_id, lock=True),
                user_id=form.user_id.data,
                duty=Duty(form.duty.data),
                valid_from=form.valid_from.data or today(),
                valid_to=form.valid_to.data,
                given=_given(),
            )
    except NotFound:
        raise
    except DomainError as error:
        form.refuse(error)
        with reading() as session:
            return _unit(session, department, form), HTTPStatus(error.http_status)
    flash("已任命", "ok")
    return redirect(url_for("reporters.unit", department_id=department_id), HTTPStatus.SEE_OTHER)


@pages.get(POST)
@requires("credit.reporters")
def post(post_id: int) -> str:
    """One post: hand it over or end it, with what is open in the unit."""
    with reading() as session:
        found = queries.post_for(session, current(), post_id)
        return _post(session, found, _fresh(), EndForm(data={"last_day": today()}))


@pages.post(f"{POST}/end")
@requires("credit.reporters")
def end(post_id: int) -> ResponseReturnValue:
    """End a post without a successor."""
    form = EndForm(request.form)
    if not form.validate():
        return _again(post_id, _fresh(), form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        with transaction() as session:
            found = queries.post_for(session, current(), post_id, lock=True)
            service.end(session, found, last_day=form.last_day.data or today(), why=form.why.data, given=_given())
    except NotFound:
        raise
    except DomainError as error:
        form.refuse(error)
        return _again(post_id, _fresh(), form, HTTPStatus(error.http_status))
    flash("已终止，历史保留", "ok")
    return redirect(url_for("reporters.unit", department_id=found.department_id), HTTPStatus.SEE_OTHER)


@pages.post(f"{POST}/handover")
@requires("credit.reporters")
def hand_over(post_id: int) -> ResponseReturnValue:
    """Hand a duty over."""
    form = HandoverForm(request.form)
    with reading() as session:
        found = queries.post_for(session, current(), post_id)
        _offer_others(session, found, form)
    if not form.validate():
        return _again(post_id, form, _ending(), HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        with transaction() as session:
            made = service.hand_over(
                session,
                queries.post_for(session, current(), post_id, lock=True),
                to_user_id=form.to_user_id.data,
                on=form.on_day.data or today(),
                reason=form.reason.data,
                request_key=_key(form.key.data),
                given=_given(),
            )
            number = made.id
    except NotFound:
        raise
    except DomainError as error:
        form.refuse(error)
        return _again(post_id, form, _ending(), HTTPStatus(error.http_status))
    flash("已交接，未办结的事项列在交接单上", "ok")
    return redirect(url_for("reporters.handover", handover_id=number), HTTPStatus.SEE_OTHER)


@pages.get("/handovers/<int(max=9223372036854775807):handover_id>")
@requires("credit.reporters")
def handover(handover_id: int) -> str:
    """交接单."""
    with reading() as session:
        line, department = queries.handover_for(session, current(), handover_id)
        return render_template(f"{TEMPLATES}/handover.html", line=line, department=department)


def lacking(session: Session, principal: Principal) -> int:
    """Return what the navigation counts: units without a liaison today."""
    return queries.lacking(session, principal, today=today())


def _wanted(session: Session, department: Department) -> str:
    """Return the duty that a unit lacks: everybody turns to the liaison, so that one comes first."""
    held = {duty for duty in Duty if any(line.holds(today()) for line in queries.posts_of(session, department.id, duty))}
    order = (Duty.LIAISON, Duty.HEAD, Duty.REPORTER)
    return next((duty.value for duty in order if duty not in held), Duty.REPORTER.value)


def _given() -> Given:
    return Given(actor_of(current()), now())


def _fresh() -> HandoverForm:
    return HandoverForm(data={"key": str(uuid4()), "on_day": today()})


def _ending() -> EndForm:
    return EndForm(data={"last_day": today()})


def _key(text: str | None) -> UUID:
    try:
        return UUID(text or "")
    except ValueError:
        return uuid4()


def _choices(people: Sequence[User]) -> list[SelectChoice]:
    """Return whom to choose from; among several nobody is chosen beforehand."""
    found = [SelectChoice(str(person.id), f"{person.name}（{person.login}）") for person in people]
    return [SelectChoice("0", "未选"), *found] if len(found) > 1 else found


def _offer(session: Session, department: Department, form: NameForm) -> None:
    form.user_id.choices = _choices(queries.people(session, department))


def _offer_others(session: Session, found: Post, form: HandoverForm) -> None:
    department = session.get_one(Department, found.department_id)
    others = [person for person in queries.people(session, department) if person.id != found.user_id]
    form.to_user_id.choices = _choices(others)


def _unit(session: Session, department: Department, form: NameForm) -> str:
    _offer(session, department, form)
    return render_template(
        f"{TEMPLATES}/unit.html",
        department=department,
        form=form,
        history=queries.history(session, department.id),
        handovers=queries.handovers(session, department.id),
        today=today(),
        duties=Duty,
    )


def _again(post_id: int, form: HandoverForm, ending: EndForm, status: HTTPStatus) -> ResponseReturnValue:
    with reading() as session:
        return _post(session, queries.post_for(session, current(), post_id), form, ending), status


def _post(session: Session, found: Post, form: HandoverForm, ending: EndForm) -> str:
    _offer_others(session, found, form)
    return render_template(
        f"{TEMPLATES}/post.html",
        post=found,
        duty=Duty(found.duty),
        person=session.get_one(User, found.user_id),
        department=session.get_one(Department, found.department_id),
        form=form,
        ending=ending,
        open=queries.open_work(session, found.department_id, found.user_id),
    )
