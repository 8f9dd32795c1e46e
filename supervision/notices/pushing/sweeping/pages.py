"""推送核查: what every night's look back found, and the way to ask for one now."""

from datetime import datetime
from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from supervision.accounts.rules import actor_of
from supervision.kernel.access import current, requires
from supervision.kernel.clock import SHANGHAI, now, today
from supervision.kernel.db import reading, transaction
from supervision.kernel.queues import enqueue
from supervision.notices.pushing.states import Omission
from supervision.notices.pushing.sweeping import queries
from supervision.notices.pushing.sweeping.rules import DAYS, window

pages = Blueprint("sweeps", __name__, url_prefix="/notices/sweeps")
FOLDER = "supervision/notices/pushing/sweeping/templates"
JOB = "notices.sweep"


@pages.get("")
@requires("notices.read")
def page() -> str:
    """推送核查."""
    first, last = window(today())
    with reading() as session:
        found = queries.sweeps(session)
    return render_template(
        f"{FOLDER}/sweeps.html", sweeps=found, first=first, last=last, days=DAYS, may=current().may, instant=_instant
    )


def _instant(moment: datetime) -> str:
    return moment.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")


@pages.get("/<int(max=9223372036854775807):sweep_id>")
@requires("notices.read")
def show(sweep_id: int) -> str:
    """One report."""
    with reading() as session:
        sweep = queries.sweep(session, sweep_id)
        findings = queries.findings(session, sweep_id)
    return render_template(
        f"{FOLDER}/sweep.html",
        sweep=sweep,
        findings=findings,
        kinds=Omission,
        most=queries.MOST_FINDINGS,
        may=current().may,
        instant=_instant,
    )


@pages.post("")
@requires("notices.oversee")
def start() -> ResponseReturnValue:
    """Look back now instead of tonight."""
    with transaction() as session:
        principal = current()
        enqueue(
            session,
            JOB,
            arguments={},
            now=now(),
            requested_by=actor_of(principal),
            department_id=principal.department_id,
            unique_key=JOB,
        )
    flash("已开始核查，完成后报告出现在列表顶部", "ok")
    return redirect(url_for("sweeps.page"), HTTPStatus.SEE_OTHER)
