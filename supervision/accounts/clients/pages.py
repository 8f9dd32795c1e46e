"""Departments' systems and their keys, for the security administrator."""

from http import HTTPStatus
from uuid import UUID, uuid4

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice

from supervision.accounts.clients import queries, service
from supervision.accounts.clients.forms import ClientForm
from supervision.accounts.clients.rules import FOR_CLIENTS
from supervision.accounts.departments.forms import choices
from supervision.accounts.rules import actor_of
from supervision.kernel.access import current, requires
from supervision.kernel.clock import now, today
from supervision.kernel.db import reading, transaction
from supervision.kernel.errors import DomainError
from supervision.kernel.module import joined

pages = Blueprint("clients", __name__, url_prefix="/accounts/clients")
TEMPLATES = "supervision/accounts/clients/templates"


@pages.get("")
@requires("apiclients.manage")
def page() -> str:
    """接入系统."""
    with reading() as session:
        return render_template(f"{TEMPLATES}/clients.html", clients=queries.clients(session), labels=_labels(), now=now())


@pages.get("/new")
@requires("apiclients.manage")
def new() -> str:
    """签发密钥."""
    return _new_page(ClientForm(data={"request_key": str(uuid4())}))


@pages.post("")
@requires("apiclients.manage")
def issue() -> ResponseReturnValue:
    """Make a key and show it, this once."""
    form = ClientForm(request.form)
    _offer(form)
    if not form.validate():
        return _new_page(form), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        with transaction() as session:
            issued = service.issue_key(
                session,
                department_id=form.department_id.data,
                name=form.name.data,
                permissions=form.permissions.data,
                addresses=form.addresses.data or "",
                expires_on=form.expires_on.data or today(),
                request_key=_uuid(form.request_key.data),
                actor=actor_of(current()),
                now=now(),
            )
    except DomainError as error:
        form.refuse(error)
        return _new_page(form), HTTPStatus.UNPROCESSABLE_ENTITY
    return render_template(f"{TEMPLATES}/issued.html", client=issued.client, key=issued.key)


@pages.post("/<int(max=2147483647):client_id>/revoke")
@requires("apiclients.manage")
def revoke(client_id: int) -> ResponseReturnValue:
    """Take a key back."""
    with transaction() as session:
        service.revoke_key(session, client_id=client_id, actor=actor_of(current()), now=now())
    flash("密钥已收回，5 秒内全部失效", "ok")
    return redirect(url_for("clients.page"), HTTPStatus.SEE_OTHER)


def _labels() -> dict[str, str]:
    return {permission.name: permission.label for permission in joined().permissions}


def _offer(form: ClientForm) -> None:
    labels = _labels()
    form.permissions.choices = [SelectChoice(name, labels.get(name, name)) for name in sorted(FOR_CLIENTS)]
    with reading() as session:
        form.department_id.choices = choices(session, on=today())


def _new_page(form: ClientForm) -> str:
    _offer(form)
    return render_template(f"{TEMPLATES}/new_client.html", form=form)


def _uuid(text: str | None) -> UUID:
    """Return the form's own number; one that was tampered with is as good as a fresh one."""
    try:
        return UUID(text or "")
    except ValueError:
        return uuid4()
