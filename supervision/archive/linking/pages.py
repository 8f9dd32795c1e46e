"""待核对主体: the queue, both sides beside each other, and the answer."""

from http import HTTPStatus
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from supervision.archive.linking import queries
from supervision.archive.linking.deciding import service as deciding
from supervision.archive.linking.forms import OUTLOOKS, REASONS, WORDS, Answer, chosen
from supervision.archive.linking.models import Outlook, Verdict
from supervision.archive.linking.parking import service as parking_service
from supervision.archive.loading.records.schemas import KINDS
from supervision.archive.subjects.showing.rules import STATES
from supervision.kernel.access import current, requires
from supervision.kernel.clock import now
from supervision.kernel.db import reading, transaction

pages = Blueprint("review", __name__)
FOLDER = "supervision/archive/linking/templates"
LAST_ID = 2**63 - 1
NOT_FOUND = queries.Filter(Outlook.NONE)
KIND_LABELS = {kind.name: kind.label for kind in KINDS} | {"registration": "登记信息"}
DECIDE = {Verdict.SAME: deciding.same, Verdict.DIFFERENT: deciding.different, Verdict.UNSURE: deciding.unsure}


@pages.get("/review")
@requires("archive.link")
def page() -> str:
    """待核对主体: the open questions."""
    wanted = chosen(request.args)
    with reading() as session:
        found = queries.page(
            session, current(), chosen=wanted, after=request.args.get("after"), before=request.args.get("before")
        )
        last_id = queries.last_id(session) if wanted == NOT_FOUND else None
        return render_template(
            f"{FOLDER}/queue.html",
            found=found,
            wanted=wanted,
            filters=filters(wanted),
            outlooks=OUTLOOKS,
            reasons=REASONS,
            kinds=KIND_LABELS,
            last_id=last_id,
        )


@pages.post("/review/park")
@requires("archive.link")
def park() -> Response:
    """保留待登记: put aside what was not found, once the number is confirmed."""
    confirmed, last_id = (request.form.get(name, 0, type=int) for name in ("confirmed", "last_id"))
    with transaction() as session:
        parked = parking_service.park(session, current(), confirmed=confirmed, last_id=min(last_id, LAST_ID), now=now())
    flash(f"{parked} 件已保留待登记；登记信息到达后，系统按代码、旧号和名称自动再比对", "ok")
    return redirect(url_for("review.page"), HTTPStatus.SEE_OTHER)


@pages.get("/review/<int(max=9223372036854775807):candidate_id>")
@requires("archive.link")
def show(candidate_id: int) -> str:
    """待核对主体: both sides of one question."""
    wanted = chosen(request.args)
    with reading() as session:
        asked = queries.question(session, current(), candidate_id)
        return render_template(
            f"{FOLDER}/question.html",
            asked=asked,
            filters=filters(wanted),
            reasons=REASONS,
            kinds=KIND_LABELS,
            states=STATES,
            words=WORDS,
            next_id=queries.next_open(session, current(), after=asked.candidate, chosen=wanted),
        )


@pages.post("/review/<int(max=9223372036854775807):candidate_id>")
@requires("archive.link")
def answer(candidate_id: int) -> Response:
    """Take the answer and go on to the next question."""
    given = Answer.read(request.form)
    wanted = chosen(request.args)
    with transaction() as session:
        asked = queries.candidate_for(session, current(), candidate_id)
        following = queries.next_open(session, current(), after=asked, chosen=wanted)
        said = answered(session, candidate_id, given)
        if asked.settled_at is None and given.verdict is Verdict.DIFFERENT:
            following = candidate_id
    flash(said, "ok")
    if following is None:
        return redirect(url_for("review.page", **filters(wanted)))
    return redirect(url_for("review.show", candidate_id=following, **filters(wanted)))


def filters(wanted: queries.Filter) -> dict[str, Any]:
    """Return the filter as parts of an address."""
    return {name: str(value) for name, value in (("outlook", wanted.outlook), ("reason", wanted.reason)) if value}


def answered(session: Session, candidate_id: int, given: Answer) -> str:
    """Carry out the answer and say what happened."""
    actor, moment = current().name, now()
    if given.verdict is None or given.subject_id is None:
        subject_id = deciding.create(session, candidate_id=candidate_id, actor=actor, now=moment)
        return f"已新建档案（编号 {subject_id}），这个相对人的记录都归入其中"
    shown = queries.question(session, current(), candidate_id).suggestions
    reasons = next((item.reasons for item in shown if item.details.subject_id == given.subject_id), ())
    DECIDE[given.verdict](
        session, candidate_id=candidate_id, subject_id=given.subject_id, reasons=reasons, actor=actor, now=moment
    )
    return {
        Verdict.SAME: "已归入所选档案，标为“经人工核对”；以后同样的报送按此归档",
        Verdict.DIFFERENT: "已记下“不是”，以后不再按名称归入那份档案",
        Verdict.UNSURE: "已记下“暂不确定”，这一条仍在待核对中",
    }[given.verdict]
