"""许可与处罚公示: the rolling list, the query, one record, the columns of departments and districts, and the withdrawals."""

from datetime import date, datetime, timedelta
from typing import Final

from flask import Blueprint, current_app, make_response, render_template, request
from jinja2 import Environment
from werkzeug.wrappers import Response

from credit.publicity.portal import queries
from credit.publicity.portal.features import given_in, question
from credit.publicity.portal.schemas import Asked, Columns, Shown
from credit.reporting.states import SEVERITY_LABELS, Severity
from supervision.kernel.access import Headers, public
from supervision.kernel.clock import legal_date, now
from supervision.kernel.db import reading, single_statements
from supervision.web import errors

pages = Blueprint("portal", __name__, url_prefix="/publicity")
TEMPLATES: Final = "credit/publicity/portal/templates"
WITHDRAWALS: Final = 200
FOR_EVER: Final = date(2099, 12, 31)
NOT_FOUND: Final = 404
Answer = tuple[str, Headers]


@pages.get("")
@public
def page() -> Response:
    """许可与处罚公示."""
    return _answered(listed(current_app.jinja_env, "", request.query_string.decode("utf-8", "replace"), now()))


def listed(templates: Environment, _asked: str, query: str, moment: datetime) -> Answer:
    """Write the list; a visitor without a key or a cookie comes here without the application."""
    asked = question(given_in(query))
    with single_statements() as session:
        found = queries.listing(session, asked, now=moment)
        totals, columns = queries.overview(session, now=moment)
    named = _named(asked, columns)
    values = {"asked": asked, "found": found, "totals": totals, "here": "/publicity", **named}
    return templates.get_template(f"{TEMPLATES}/list.html").render(values), ()


def _answered(answer: Answer) -> Response:
    response = make_response(answer[0])
    response.headers.extend(answer[1])
    return response


def _named(asked: Asked, columns: Columns) -> dict[str, str]:
    """Return what the department and the district of a question are called, for its heading."""
    departments = {column.key: column.name for column in columns.departments}
    districts = {column.key: column.name for column in columns.districts}
    return {
        "department": departments.get(str(asked.department), "所选单位") if asked.department else "",
        "district": districts.get(asked.district, "所选地区") if asked.district else "",
    }


@pages.get("/columns")
@public
def columns() -> str:
    """单位与地区专栏."""
    with reading() as session:
        totals, found = queries.overview(session, now=now())
    return render_template(f"{TEMPLATES}/columns.html", here="/publicity/columns", totals=totals, columns=found)


@pages.get("/withdrawn")
@public
def withdrawn() -> str:
    """撤下说明."""
    with reading() as session:
        found = queries.withdrawals(session, most=WITHDRAWALS)
    return render_template(f"{TEMPLATES}/withdrawn.html", here="/publicity/withdrawn", found=found, most=WITHDRAWALS)


@pages.get("/<token>")
@public
def record(token: str) -> Response:
    """One record; one that is not shown any more is answered exactly as one that never was."""
    answer = one(current_app.jinja_env, token, "", now())
    return _nothing() if answer is None else _answered(answer)


def one(templates: Environment, token: str, _query: str, moment: datetime) -> Answer | None:
    """Write one record, if the public may see it at this instant."""
    with single_statements() as session:
        found = queries.shown(session, token, now=moment)
    if found is None:
        return None
    return _record_page(templates, found, legal_date(moment)), (("X-Robots-Tag", _robots(found)),)


def _nothing() -> Response:
    title, remedy = errors.WORDS[NOT_FOUND]
    answer = errors.answer(errors.body(NOT_FOUND, title, remedy))
    answer.headers["X-Robots-Tag"] = "noindex, noarchive"
    return answer


def _record_page(templates: Environment, found: Shown, today: date) -> str:
    severity = SEVERITY_LABELS[Severity(found.severity)] if found.severity else ""
    return templates.get_template(f"{TEMPLATES}/record.html").render(
        shown=found,
        severity=severity,
        line=_timeline(found, today),
        for_ever=FOR_EVER,
        expired=found.valid_to is not None and found.valid_to < today,
    )


def _timeline(found: Shown, today: date) -> dict[str, object] | None:
    """Return the period as shares of its length, for the drawing; a licence has no end and no drawing."""
    if found.shown_until is None:
        return None
    whole = max((found.shown_until - found.decided_on).days, 1)

    def share(day: date) -> int:
        return round(400 * min(max((day - found.decided_on).days / whole, 0), 1))

    repair = found.earliest_repair
    return {
        "today": share(today),
        "day": today,
        "repair": share(repair) if repair and repair <= found.shown_until else None,
        "repair_open": repair is not None and repair <= today,
    }


def _robots(found: Shown) -> str:
    """Ask search engines to keep no copy, and to forget the record on the day that it is hidden."""
    if found.shown_until is None:
        return "noarchive"
    gone = datetime.combine(found.shown_until + timedelta(days=1), datetime.min.time())
    return f"noarchive, unavailable_after: {gone.isoformat()}+08:00"
