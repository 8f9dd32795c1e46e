"""The first page, the telephone's navigation, and the guide to the machine's side."""

from flask import Blueprint, current_app, render_template

from supervision.kernel.access import current, public, signed_in
from supervision.kernel.clock import now
from supervision.kernel.db import reading
from supervision.web.guide import guide
from supervision.web.home import panels

pages = Blueprint("web", __name__)


@pages.get("/")
@signed_in
def home() -> str:
    """工作台."""
    with reading() as session:
        shown = panels(session, principal=current(), now=now())
        return render_template("supervision/web/templates/home.html", panels=shown)


@pages.get("/menu")
@signed_in
def menu() -> str:
    """全部功能, the telephone's navigation."""
    return render_template("supervision/web/templates/menu.html")


@pages.get("/api")
@public
def api_guide() -> str:
    """接口说明, drawn from the OpenAPI document by our own template."""
    document = current_app.extensions["supervision.api"].spec.to_dict()
    return render_template("supervision/web/templates/api_guide.html", guide=guide(document))
