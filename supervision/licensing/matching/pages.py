"""经营范围比对 and 待判定语句."""

from http import HTTPStatus
from typing import Any, Final

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from supervision.accounts.rules import actor_of
from supervision.kernel import divisions
from supervision.kernel.access import current, requires
from supervision.kernel.clock import now, today
from supervision.kernel.db import reading, transaction
from supervision.licensing.catalogue.queries import catalogue, catalogue_numbered
from supervision.licensing.matching import queries, service
from supervision.licensing.matching.forms import LONGEST, Said, chosen, pasted
from supervision.licensing.matching.models import Verdict
from supervision.licensing.matching.queries import PAGE, Wanted
from supervision.licensing.matching.schemas import ScopeToMatch
from supervision.licensing.matching.showing.service import Piece, people, pieces, shown, without
from supervision.licensing.offices.queries import divisions_used

pages = Blueprint("matching", __name__, url_prefix="/licensing")
FOLDER: Final = "supervision/licensing/matching/templates"


@pages.get("/matching")
@requires("licensing.match")
def page() -> str:
    """经营范围比对: an empty box."""
    with reading() as session:
        return render_template(
            f"{FOLDER}/matching.html", scope="", asked=None, places=_places(divisions_used(session)), limit=LONGEST
        )


@pages.post("/matching")
@requires("licensing.match")
def answer() -> str:
    """Match the pasted scope; a trial puts nothing into the queue."""
    scope, division = pasted(request.form), request.form.get("division") or None
    with reading() as session:
        found = service.decide_many(session, [ScopeToMatch(scope, (), division)], on=today())[0]
        place: dict[str, Any] = {"division": division, "on": today()}
        return render_template(
            f"{FOLDER}/matching.html",
            scope=scope,
            asked=found,
            matches=shown(session, found, found.matches, **place),
            doubts=shown(session, found, found.doubts, **place),
            excluded=without(shown(session, found, found.result.excluded, **place)),
            pieces=pieces(scope, (*found.matches, *found.doubts, *found.result.excluded)),
            version=catalogue_numbered(session, version_id=found.catalogue_version_id),
            places=_places(divisions_used(session)),
            division=division,
            limit=LONGEST,
        )


def _places(codes: list[str]) -> dict[str, str]:
    return {code: divisions.division_name(code, today()) or code for code in codes}


@pages.get("/doubts")
@requires("licensing.decide")
def doubts() -> str:
    """待判定语句: the sentences that stand in most scopes first."""
    wanted = chosen(request.args)
    with reading() as session:
        found = queries.queue(session, wanted)
        return render_template(
            f"{FOLDER}/doubts.html",
            queue=found,
            names=people(session, (doubt.settled_by for doubt in found.doubts)),
            wanted=wanted,
            filters=filters(wanted),
            items=catalogue(session, on=today()).items,
            last=wanted.page * PAGE,
            labels=Verdict,
        )


@pages.get("/doubts/<int(max=9223372036854775807):doubt_id>")
@requires("licensing.decide")
def doubt(doubt_id: int) -> str:
    """One sentence with its words, the item's definition, and what was said before."""
    wanted = chosen(request.args)
    with reading() as session:
        asked = queries.question(session, doubt_id, item=wanted.item)
        version = catalogue_numbered(session, version_id=asked.doubt.catalogue_version_id)
        return render_template(
            f"{FOLDER}/doubt.html",
            asked=asked,
            item=version.items.get(asked.doubt.item_code),
            version=version,
            pieces=marked(asked.doubt.clause, asked.doubt.spans),
            strange=queries.stands_strangely(session, asked.doubt, on=today()),
            names=people(session, (asked.doubt.settled_by, *(one.decided_by for one in asked.decisions))),
            filters=filters(wanted),
            labels=Verdict,
        )


@pages.post("/doubts/<int(max=9223372036854775807):doubt_id>")
@requires("licensing.decide")
def decide(doubt_id: int) -> Response:
    """Take the verdict and go on to the next sentence."""
    said = Said.read(request.form)
    wanted = chosen(request.args)
    with transaction() as session:
        made = service.remember(
            session,
            doubt_id=doubt_id,
            verdict=said.verdict,
            reason=said.reason,
            seen_open=said.seen_open,
            actor=actor_of(current()),
            now=now(),
        )
        following = queries.following(session, queries.doubt_held(session, doubt_id), item=wanted.item)
        word = Verdict(made.verdict).label
    flash(f"已判定为“{word}”；以后同样的语句都按此比对", "ok")
    target = url_for("matching.doubts", **filters(wanted)) if following is None else _place(following, wanted)
    return redirect(target, HTTPStatus.SEE_OTHER)


def _place(doubt_id: int, wanted: Wanted) -> str:
    return url_for("matching.doubt", doubt_id=doubt_id, **filters(wanted))


def filters(wanted: Wanted) -> dict[str, Any]:
    """Return the filter as parts of an address."""
    given = {"item": wanted.item, "state": "settled" if wanted.settled else None}
    return {name: value for name, value in given.items() if value}


def marked(clause: str, spans: list[dict[str, Any]]) -> list[Piece]:
    """Cut a stored sentence at the words that it was asked for."""
    found: list[Piece] = []
    at = 0
    for span in sorted(spans, key=lambda span: span["start"]):
        if at <= span["start"] and clause[span["start"] : span["end"]] == span["text"]:
            found += [Piece(clause[at : span["start"]]), Piece(span["text"], span["role"])]
            at = span["end"]
    return [piece for piece in (*found, Piece(clause[at:])) if piece.text]
