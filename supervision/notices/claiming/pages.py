"""认领池: what waits for a department, and what became of our claims."""

from http import HTTPStatus
from uuid import uuid4

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from supervision.kernel.access import Principal, current, requires
from supervision.kernel.clock import now, today
from supervision.kernel.db import reading, transaction
from supervision.notices.claiming import queries, service
from supervision.notices.claiming.forms import asked, claimant, key_of
from supervision.notices.claiming.models import Claim
from supervision.notices.claiming.states import ClaimOutcome
from supervision.notices.handling.deadlines.queries import kept_clocks
from supervision.notices.handling.naming.queries import kept_names
from supervision.notices.handling.rules import due, places
from supervision.notices.states import NoticeState, PoolReason

pages = Blueprint("pool", __name__, url_prefix="/notices/pool")
FOLDER = "supervision/notices/claiming/templates"
NOTICE = "/<int(max=9223372036854775807):notice_id>"


@pages.get("")
@requires("notices.read")
def page() -> str:
    """认领池."""
    wanted, on = asked(request.args), today()
    with reading() as session:
        found = queries.pool(session, wanted, today=on)
        divisions = queries.divisions(session)
        clocks, names = kept_clocks(session, now=now()), kept_names(session, now=now())
    return render_template(
        f"{FOLDER}/pool.html",
        pool=found,
        wanted=wanted,
        reasons=tuple(PoolReason),
        divisions=sorted(divisions),
        place_of=lambda code: places(code, on=on, names=names),
        due_of=lambda line: due(NoticeState.POOLED, line.claim_by, today=on, clocks=clocks),
        may_claim=current().may("notices.claim") and current().department_id is not None,
        key=uuid4,
    )


@pages.get("/claims")
@requires("notices.claim")
def claims() -> str:
    """本部门的认领."""
    with reading() as session:
        found = queries.claims(session, department_id=current().department_id or 0)
    return render_template(f"{FOLDER}/claims.html", claims=found, outcomes=ClaimOutcome, states=NoticeState, key=uuid4)


@pages.post(f"{NOTICE}/claim")
@requires("notices.claim")
def claim(notice_id: int) -> ResponseReturnValue:
    """认领."""
    form = claimant(
        current(), now=now(), reason=request.form.get("reason", ""), request_key=key_of(request.form.get("request_key", ""))
    )
    with transaction() as session:
        made = service.claim(session, notice_id=notice_id, claimant=form)
        _say(session, made)
        won = made.outcome == ClaimOutcome.WON
    address = url_for("inbox.show", notice_id=notice_id) if won else url_for("pool.claims")
    return redirect(address, HTTPStatus.SEE_OTHER)


@pages.post(f"{NOTICE}/join")
@requires("notices.claim")
def join(notice_id: int) -> ResponseReturnValue:
    """加入共同承办."""
    with transaction() as session:
        made = service.join(session, notice_id=notice_id, claimant=claimant(current(), now=now()))
        own = made.joined_notice_id
    flash("已加入共同承办，本部门另有一件告知，分别反馈", "ok")
    return redirect(url_for("inbox.show", notice_id=own), HTTPStatus.SEE_OTHER)


def _say(session: Session, made: Claim) -> None:
    number = queries.notice(session, made.notice_id).number
    if made.outcome == ClaimOutcome.WON:
        flash(f"已认领 {number}，{made.rule}", "ok")
    else:
        flash(f"没有认领到 {number}：{made.rule}", "warn")


def waiting(session: Session, _principal: Principal) -> int:
    """Return what the navigation counts."""
    return queries.waiting_count(session)
