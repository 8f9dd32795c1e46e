"""The audit as its administrator reads it."""

from dataclasses import replace
from datetime import date
from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from supervision.accounts.auditing import queries
from supervision.accounts.auditing.rules import DETAILS, KINDS, actor_label, day_bounds, label_of, value_label
from supervision.accounts.forms import DATE
from supervision.accounts.rules import actor_of
from supervision.kernel import audit
from supervision.kernel.access import current, requires
from supervision.kernel.audit import queries as chain
from supervision.kernel.clock import now
from supervision.kernel.db import reading, transaction
from supervision.kernel.queues import enqueue

pages = Blueprint("audit", __name__, url_prefix="/audit")
TEMPLATES = "supervision/accounts/auditing/templates"
PAGE = 50
FILTERS = ("actor", "action", "object_kind", "object_id", "day")


@pages.get("")
@requires("audit.read")
def page() -> str:
    """审计记录."""
    typed = {name: request.args.get(name, "").strip()[:80] for name in FILTERS}
    with reading() as session:
        found = chain.entries(session, asked=_asked(session, typed), below=_below(), limit=PAGE + 1)
        shown = found[:PAGE]
        return render_template(
            f"{TEMPLATES}/audit.html",
            entries=shown,
            names=queries.actor_names(session, shown),
            typed=typed,
            wrong_day=bool(typed["day"]) and _day(typed["day"]) is None,
            filters={name: value for name, value in typed.items() if value},
            actions=[(action, label_of(action)) for action in chain.actions(session)],
            label_of=label_of,
            actor_label=actor_label,
            value_label=value_label,
            kinds=KINDS,
            details=DETAILS,
            below=shown[-1].seq if len(found) > PAGE else None,
            paged=_below() is not None,
            length=chain.length(session),
            verification=queries.last_verification(session),
        )


@pages.post("/verify")
@requires("audit.read")
def verify() -> ResponseReturnValue:
    """Ask for a check of the whole chain; a check under way is not started twice."""
    principal = current()
    with transaction() as session:
        job = enqueue(session, queries.VERIFY, arguments={}, now=now(), requested_by=principal.name, unique_key=queries.VERIFY)
        audit.record(
            session,
            actor=actor_of(principal),
            action="accounts.audit.verify",
            object_kind="job",
            object_id=job,
            detail={},
            now=now(),
        )
    flash("已开始核对，几分钟内出结果，可以离开本页", "ok")
    return redirect(url_for("audit.page"), HTTPStatus.SEE_OTHER)


def _asked(session: Session, typed: dict[str, str]) -> chain.Asked:
    asked = chain.Asked(
        actor=queries.actor_of_words(session, typed["actor"]) if typed["actor"] else None,
        action=typed["action"] or None,
        object_kind=typed["object_kind"] or None,
        object_id=typed["object_id"] or None,
    )
    day = _day(typed["day"])
    if day is None:
        return asked
    since, until = day_bounds(day)
    return replace(asked, since=since, until=until)


def _day(text: str) -> date | None:
    match = DATE.fullmatch(text)
    try:
        return date(*(int(part) for part in match.groups())) if match else None
    except ValueError:
        return None


def _below() -> int | None:
    return request.args.get("below", type=int)
