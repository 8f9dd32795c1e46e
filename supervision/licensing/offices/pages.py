"""部门职能归口: who gives permits where."""

from http import HTTPStatus
from typing import Final

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from supervision.accounts.departments.forms import choices
from supervision.accounts.rules import actor_of
from supervision.kernel.access import current, requires
from supervision.kernel.clock import now, today
from supervision.kernel.db import reading, transaction
from supervision.kernel.errors import DomainError
from supervision.licensing.offices import service
from supervision.licensing.offices.forms import NOBODY, OfficeForm
from supervision.licensing.offices.matrix import queries as matrix
from supervision.licensing.offices.matrix.features import Place

pages = Blueprint("offices", __name__, url_prefix="/licensing/offices")
TEMPLATES: Final = "supervision/licensing/offices/templates"


@pages.get("")
@requires("licensing.read")
def page() -> str:
    """部门职能归口."""
    asked = {name: request.args.get(name, "") for name in ("function", "division")}
    return _page(OfficeForm(data={**{name: value for name, value in asked.items() if value}, "starts_on": today()}))


@pages.post("")
@requires("licensing.catalogue")
def assign() -> ResponseReturnValue:
    """Give a function to a department."""
    form = OfficeForm(request.form)
    with reading() as session:
        form.department_id.choices = choices(session, on=today(), none="无人（停止归口）")
    if not form.validate():
        return _page(form), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        with transaction() as session:
            service.assign(
                session,
                function=form.function.data,
                division=form.division.data.strip(),
                department_id=None if form.department_id.data == NOBODY else form.department_id.data,
                starts_on=form.starts_on.data or today(),
                actor=actor_of(current()),
                now=now(),
            )
    except DomainError as error:
        form.refuse(error)
        return _page(form), HTTPStatus.UNPROCESSABLE_ENTITY
    flash("归口已登记；从起始日期起的推送按它办理", "ok")
    return redirect(url_for("offices.page"), HTTPStatus.SEE_OTHER)


def _page(form: OfficeForm) -> str:
    with reading() as session:
        form.department_id.choices = choices(session, on=today(), none="无人（停止归口）")
        lines = matrix.lines(session, on=today())
        places = matrix.places_of(session, on=today())
        return render_template(
            f"{TEMPLATES}/offices.html",
            lines=[line for line in lines if line.has_office],
            unused=[line.name for line in lines if not line.items and not line.has_office],
            gaps=[line for line in lines if line.items and not line.has_office],
            places=places,
            chosen=_chosen(places),
            form=form,
        )


def _chosen(places: list[Place]) -> str:
    """Return the division that the table is narrowed to, where it is one of those shown."""
    asked = request.args.get("place", "")
    return asked if asked in {place.division for place in places} else ""
