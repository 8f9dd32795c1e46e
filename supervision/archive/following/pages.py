"""关注: whom I follow and what is new about them."""

from datetime import datetime
from http import HTTPStatus
from typing import Any

from flask import Blueprint, flash, redirect, render_template
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as Answer

from supervision.archive.following import queries, service
from supervision.archive.following.errors import OnlyPeopleFollow
from supervision.archive.subjects.showing.rules import STATES, look
from supervision.kernel.access import Principal, current, requires
from supervision.kernel.clock import now, today
from supervision.kernel.db import reading, transaction

pages = Blueprint("following", __name__, url_prefix="/following")
FOLDER = "supervision/archive/following/templates"
SHOWN = 100
ON_THE_FIRST_PAGE = 8


def person() -> int:
    """Return the id of the person who acts; a department's system cannot follow."""
    principal = current()
    if principal.kind != queries.PERSON:
        raise OnlyPeopleFollow
    return principal.id


@pages.get("")
@requires("archive.read")
def page() -> str:
    """关注."""
    person()
    with reading() as session:
        news = queries.changes(session, current(), most=SHOWN)
        subjects = queries.followed(session, current(), on=today())
    return render_template(f"{FOLDER}/following.html", changes=news, subjects=subjects, states=STATES, look=look)


@pages.post("/<int(max=9223372036854775807):subject_id>")
@requires("archive.read")
def begin(subject_id: int) -> Answer:
    """Follow from the archive's page and stay there."""
    with transaction() as session:
        service.follow(session, user_id=person(), subject_id=subject_id, now=now())
    flash("已关注，这一户有新情况会出现在工作台", "ok")
    return redirect(f"/archive/{subject_id}", HTTPStatus.SEE_OTHER)


@pages.post("/<int(max=9223372036854775807):subject_id>/end")
@requires("archive.read")
def end(subject_id: int) -> Answer:
    """Stop following and stay on the archive's page."""
    with transaction() as session:
        service.unfollow(session, user_id=person(), subject_id=subject_id)
    flash("不再关注这一户", "ok")
    return redirect(f"/archive/{subject_id}", HTTPStatus.SEE_OTHER)


@pages.post("/seen")
@requires("archive.read")
def seen() -> Answer:
    """Put away the marks of what is new."""
    with transaction() as session:
        service.see(session, user_id=person(), now=now())
    return redirect("/following", HTTPStatus.SEE_OTHER)


def panel(session: Session, principal: Principal, _now: datetime) -> dict[str, Any]:
    """Return what the first page shows."""
    if principal.kind != queries.PERSON:
        return {"changes": [], "look": look}
    return {"changes": queries.changes(session, principal, most=ON_THE_FIRST_PAGE), "look": look}
