"""推送授权: which systems may push for the department, and what came."""

from http import HTTPStatus
from typing import Final

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from wtforms.fields.choices import SelectChoice

from credit.pushing import queries, service
from credit.pushing.forms import EndForm, GrantForm
from credit.pushing.schemas import MOST_ROWS
from supervision.accounts.rules import actor_of
from supervision.intake.states import STATE_LABELS, STATE_TONES
from supervision.kernel.access import current, requires
from supervision.kernel.clock import now, today
from supervision.kernel.db import reading, transaction
from supervision.kernel.errors import DomainError, NotFound

pages = Blueprint("credit-pushing", __name__, url_prefix="/credit/pushing")
TEMPLATES: Final = "credit/pushing/templates"


@pages.get("")
@requires("credit.docking")
def page() -> str:
    """推送授权."""
    with reading() as session:
        return _page(session, GrantForm(data={"valid_from": today(), "department_id": current().department_id}))


@pages.post("")
@requires("credit.docking")
def grant() -> ResponseReturnValue:
    """Authorise a system."""
    form = GrantForm(request.form)
    with reading() as session:
        _offer(session, form)
        if not form.validate():
            return _page(session, form), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        with transaction() as session:
            service.grant(
                session,
                principal=current(),
                client_id=form.client_id.data,
                department_id=form.department_id.data,
                valid_from=form.valid_from.data or today(),
                valid_to=form.valid_to.data or today(),
                basis=form.basis.data,
                now=now(),
            )
    except DomainError as error:
        form.refuse(error)
        with reading() as session:
            return _page(session, form), HTTPStatus(error.http_status)
    flash("已授权，期限内该系统可以代本部门推送", "ok")
    return _back()


@pages.post("/<int(max=9223372036854775807):grant_id>/end")
@requires("credit.docking")
def end(grant_id: int) -> ResponseReturnValue:
    """End an authorisation."""
    form = EndForm(request.form)
    try:
        with transaction() as session:
            made = queries.grant_for(session, current(), grant_id)
            service.end(session, made, why=form.why.data or "", actor=actor_of(current()), now=now())
    except NotFound:
        raise
    except DomainError as error:
        blank = GrantForm(data={"valid_from": today()})
        blank.refuse(error)
        with reading() as session:
            return _page(session, blank), HTTPStatus(error.http_status)
    flash("已终止，此后的代推一律拒绝；已收下的数据不变", "ok")
    return _back()


def _back() -> ResponseReturnValue:
    return redirect(url_for("credit-pushing.page"), HTTPStatus.SEE_OTHER)


def _offer(session: Session, form: GrantForm) -> None:
    offered = queries.departments(session, current())
    form.department_id.choices = [SelectChoice(str(item.id), item.name) for item in offered]
    form.client_id.choices = [SelectChoice(str(number), label) for number, label in queries.clients(session, now=now())]


def _page(session: Session, form: GrantForm) -> str:
    _offer(session, form)
    return render_template(
        f"{TEMPLATES}/pushing.html",
        form=form,
        grants=queries.grants(session, current()),
        pushes=queries.pushes(session, current()),
        today=today(),
        labels=STATE_LABELS,
        tones=STATE_TONES,
        most=MOST_ROWS,
    )
