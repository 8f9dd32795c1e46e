"""核验信用报告: the public page behind the code on a report; every wrong code is answered in the same words."""

from http import HTTPStatus
from typing import Final

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from credit.records.checking.queries import genuine
from supervision.accounts.sessions.throttle.service import limiter
from supervision.kernel.access import public
from supervision.kernel.db import reading
from supervision.notices.informing.checking.rules import read, written

pages = Blueprint("report_check", __name__, url_prefix="/credit-report")
TEMPLATES: Final = "credit/records/checking/templates"
LOOKS: Final = "60 per minute; 600 per hour"


@pages.get("")
@public
def page() -> ResponseReturnValue:
    """Ask for the code, or go to the page of the one that was typed."""
    typed = request.args.get("code", "")
    if typed:
        return redirect(url_for("report_check.report", token=written(read(typed))), HTTPStatus.SEE_OTHER)
    return _unlisted(render_template(f"{TEMPLATES}/check.html", wrong=False))


@pages.get("/<path:token>")
@public
@limiter.limit(LOOKS)  # type: ignore[untyped-decorator,unused-ignore]  # the limiter keeps the view's type
def report(token: str) -> ResponseReturnValue:
    """Say whether a report is genuine."""
    with reading() as session:
        found = genuine(session, read(token))
    if found is None:
        return _unlisted(render_template(f"{TEMPLATES}/check.html", wrong=True), HTTPStatus.NOT_FOUND)
    return _unlisted(render_template(f"{TEMPLATES}/genuine.html", report=found))


def _unlisted(body: str, status: HTTPStatus = HTTPStatus.OK) -> Response:
    """Keep the answer out of search engines and caches."""
    response = make_response(body, status)
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response
