"""签名密钥: whose signature on a package is believed, and ending that."""

from http import HTTPStatus
from typing import Final

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from wtforms.fields.choices import SelectChoice

from credit.packages.keys import queries, service
from credit.packages.keys.forms import KeyForm, RevokeForm
from credit.packages.rules import grouped
from supervision.accounts.departments.models import UNSPECIFIED
from supervision.accounts.departments.queries import departments
from supervision.accounts.models import Department
from supervision.accounts.rules import actor_of
from supervision.kernel.access import current, requires
from supervision.kernel.clock import now, today
from supervision.kernel.db import reading, transaction
from supervision.kernel.errors import DomainError, NotFound

pages = Blueprint("signing-keys", __name__, url_prefix="/credit/packages/keys")
TEMPLATES: Final = "credit/packages/keys/templates"


@pages.get("")
@requires("credit.keys")
def page() -> str:
    """签名密钥."""
    with reading() as session:
        return _page(session, KeyForm(data={"valid_from": today()}))


@pages.post("")
@requires("credit.keys")
def register() -> ResponseReturnValue:
    """Believe a unit's signature."""
    form = KeyForm(request.form)
    with reading() as session:
        _offer(session, form)
        if not form.validate():
            return _page(session, form), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        with transaction() as session:
            service.register(
                session,
                department_id=form.department_id.data,
                public_key=form.public_key.data,
                read_out=form.read_out.data,
                valid_from=form.valid_from.data or today(),
                valid_to=form.valid_to.data or today(),
                basis=form.basis.data,
                actor=actor_of(current()),
                now=now(),
            )
    except DomainError as error:
        return _refused(form, error)
    flash("已登记，有效期内用这把密钥签名的离线包可以导入", "ok")
    return _back()


@pages.post("/<int(max=9223372036854775807):key_id>/revoke")
@requires("credit.keys")
def revoke(key_id: int) -> ResponseReturnValue:
    """Believe a key no more."""
    form = RevokeForm(request.form)
    try:
        with transaction() as session:
            key = queries.key_for_change(session, key_id)
            service.revoke(session, key, why=form.why.data or "", actor=actor_of(current()), now=now())
    except NotFound:
        raise
    except DomainError as error:
        return _refused(KeyForm(data={"valid_from": today()}), error)
    flash("已撤销，此后用它签名的包一律拒绝；已导入的不变", "ok")
    return _back()


def _refused(form: KeyForm, error: DomainError) -> ResponseReturnValue:
    form.refuse(error)
    with reading() as session:
        return _page(session, form), HTTPStatus(error.http_status)


def _back() -> ResponseReturnValue:
    return redirect(url_for("signing-keys.page"), HTTPStatus.SEE_OTHER)


def _offer(session: Session, form: KeyForm) -> None:
    form.department_id.choices = [SelectChoice(str(item.id), item.name) for item in _units(session)]


def _units(session: Session) -> list[Department]:
    """Return the departments that may have a key: living ones, the placeholder left out."""
    return [item for item in departments(session, on=today()) if item.id != UNSPECIFIED]


def _page(session: Session, form: KeyForm) -> str:
    _offer(session, form)
    return render_template(f"{TEMPLATES}/keys.html", form=form, keys=queries.keys(session), today=today(), grouped=grouped)
