"""开放数据: downloads, feeds and the list that other sites embed."""

from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from flask import Blueprint, current_app, jsonify, make_response, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from credit.publicity.portal import queries
from credit.publicity.portal.features import given_in, question
from credit.publicity.portal.opening.features import LICENCE, as_csv, as_json, atom, json_feed, read_cursor, written
from credit.publicity.portal.opening.schemas import Cursor, Part
from credit.publicity.portal.schemas import Asked, Place
from supervision.kernel.access import public
from supervision.kernel.clock import legal_date, now
from supervision.kernel.db import reading

pages = Blueprint("open-data", __name__, url_prefix="/publicity")
TEMPLATES: Final = "credit/publicity/portal/opening/templates"
TOGETHER: Final = 1_000
NEWEST: Final = 50
EMBEDDED: Final = 8
ORDERED: Final = ("published_at", "id")
FRAMED: Final = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors {sites}"
)


@pages.get("/data")
@public
def page() -> str:
    """开放数据."""
    with reading() as session:
        totals, columns = queries.overview(session, now=now())
    root = url_for("portal.page", _external=True)
    return render_template(
        f"{TEMPLATES}/data.html",
        here="/publicity/data",
        totals=totals,
        columns=columns,
        root=root,
        together=TOGETHER,
        licence=LICENCE,
        newest=NEWEST,
    )


@pages.get("/data/records.json")
@public
def records_json() -> Response:
    """Return a part of the records as JSON."""
    part, following = _part("open-data.records_json")
    return _sent(make_response(jsonify(as_json(part, following))), part, following, "json")


@pages.get("/data/records.csv")
@public
def records_csv() -> Response:
    """Return a part of the records as CSV."""
    part, following = _part("open-data.records_csv")
    answer = make_response("\ufeff" + as_csv(part, following))
    answer.mimetype = "text/csv"
    return _sent(answer, part, following, "csv")


def _part(endpoint: str) -> tuple[Part, str | None]:
    """Return the part that is asked for, and the address of the next one."""
    asked, moment = replace(question(given_in(request.query_string.decode("utf-8", "replace"))), place=None), now()
    with reading() as session:
        part = _read(session, asked, read_cursor(request.args.get("cursor", ""), now=moment), moment)
    if part.following is None:
        return part, None
    return part, url_for(endpoint, cursor=written(part.following), **asked.parts(), _external=True)


def _read(session: Session, asked: Asked, cursor: Cursor | None, moment: datetime) -> Part:
    if cursor is None:
        cursor = Cursor(moment, queries.count(session, asked, as_of=moment, now=moment), 0)
    at = asked.at(cursor.place)
    columns, rows = queries.downloaded(session, at, as_of=cursor.as_of, now=moment, most=TOGETHER + 1)
    kept = rows[:TOGETHER]
    if len(rows) <= TOGETHER:
        return Part(cursor, columns, kept, None)
    last = dict(zip(columns, kept[-1], strict=True))
    place = Place(*(last[name] for name in ORDERED))
    return Part(cursor, columns, kept, replace(cursor, before=cursor.before + len(kept), place=place))


def _sent(answer: Response, part: Part, following: str | None, ending: str) -> Response:
    """Say how complete the answer is in its headers and its name, beside what its body says."""
    answer.headers["X-Total-Count"] = str(part.cursor.total)
    answer.headers["X-Complete"] = "true" if part.complete else "false"
    if following:
        answer.headers["Link"] = f'<{following}>; rel="next"'
    day = legal_date(part.cursor.as_of)
    name = f"publicity-{day}-{part.first}-{part.last}-of-{part.cursor.total}.{ending}"
    answer.headers["Content-Disposition"] = (
        f'attachment; filename="{name}"' if ending == "csv" else f'inline; filename="{name}"'
    )
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


@pages.get("/feed.atom")
@public
def feed_atom() -> Response:
    """Return the newest records as an Atom feed."""
    lines, words = _newest(NEWEST)
    answer = make_response(atom(lines, **words, own=request.url, now=now()))
    answer.mimetype = "application/atom+xml"
    return answer


@pages.get("/feed.json")
@public
def feed_json() -> Response:
    """Return the newest records as a JSON feed."""
    lines, words = _newest(NEWEST)
    answer = make_response(jsonify(json_feed(lines, **words, own=request.url)))
    answer.mimetype = "application/feed+json"
    return answer


def _newest(most: int) -> tuple[Any, dict[str, Any]]:
    asked, moment = replace(question(given_in(request.query_string.decode("utf-8", "replace"))), place=None, size=most), now()
    with reading() as session:
        lines = queries.listing(session, asked, now=moment).lines
        _totals, columns = queries.overview(session, now=moment)
    name = next((column.name for column in columns.departments if column.key == str(asked.department)), "")
    links = {line.token: url_for("portal.record", token=line.token, _external=True) for line in lines}
    address = url_for("portal.page", **asked.parts(), _external=True)
    return lines, {"address": address, "title": f"许可与处罚公示　{name}".rstrip("　"), "links": links}


@pages.get("/widget")
@public
def widget() -> Response:
    """Return the newest records as a small page for a frame on another site; it runs no script."""
    lines, words = _newest(EMBEDDED)
    answer = make_response(render_template(f"{TEMPLATES}/widget.html", lines=lines, **words))
    sites = current_app.extensions["supervision.settings"].widget_ancestors or "'none'"
    answer.headers["Content-Security-Policy"] = FRAMED.format(sites=sites)
    if sites != "'none'":
        answer.headers["X-Frame-Options"] = "SAMEORIGIN"
        answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer
