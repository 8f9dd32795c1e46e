"""The roles and who holds them."""

from flask import Blueprint, render_template

from supervision.accounts.roles import queries
from supervision.kernel.access import requires
from supervision.kernel.clock import today
from supervision.kernel.db import reading
from supervision.kernel.module import joined

pages = Blueprint("roles", __name__, url_prefix="/accounts/roles")
TEMPLATES = "supervision/accounts/roles/templates"


@pages.get("")
@requires("accounts.read")
def page() -> str:
    """角色."""
    labels = {permission.name: permission.label for permission in joined().permissions}
    with reading() as session:
        return render_template(f"{TEMPLATES}/roles.html", roles=queries.roles(session), labels=labels)


@pages.get("/<code>")
@requires("accounts.read")
def role(code: str) -> str:
    """角色."""
    labels = {permission.name: permission.label for permission in joined().permissions}
    with reading() as session:
        found = queries.role(session, code)
        holders = queries.holders(session, found.code, on=today())
        return render_template(f"{TEMPLATES}/role.html", role=found, holders=holders, labels=labels)
