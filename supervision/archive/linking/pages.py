"""待核对主体: the queue, both sides beside each other, and the answer."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from supervision.archive.linking import queries
from supervision.archive.linking.deciding import service as deciding
from supervision.archive.linking.forms import REASONS, WORDS, Answer, reason_of
from supervision.archive.linking.models import Verdict
from supervision.archive.loading.records.schemas import KINDS
from supervision.archive.subjects.showing.rules import STATES
from supervision.kernel.access import current, requires
from supervision.kernel.clock import now
from supervision.kernel.db import reading, transaction

pages = Blueprint("review", __name__)
FOLDER = "supervision/archive/linking/templates"
KIND_LABELS = {kind.name: kind.label for kind in KINDS} | {"registration": "登记信息"}
DECIDE = {Verdict.SAME: deciding.same, Verdict.DIFFERENT: deciding.different, Verdict.UNSURE: deciding.unsure}


@pages.get("/review")
@requires("archive.link")
def page() -> str:
    """待核对主体: the open questions."""
    reason = reason_of(request.args.get("reason"))
    number = max(1, request.args.get("page", 1, type=int))
    with reading() as session:
        found = queries.page(session, reason=reason, number=number)
        return render_template(f"{FOLDER}/queue.html", found=found, reason=reason, reasons=REASONS, kinds=KIND_LABELS)


@pages.get("/review/<int:candidate_id>")
@requires("archive.link")
def show(candidate_id: int) -> str:
    """待核对主体: both sides of one question."""
    reason = reason_of(request.args.get("reason"))
    with reading() as session:
        asked = queries.question(session, candidate_id)
        return render_template(
            f"{FOLDER}/question.html",
            asked=asked,
            reason=reason,
            reasons=REASONS,
            kinds=KIND_LABELS,
            states=STATES,
            words=WORDS,
            next_id=queries.next_open(session, after=candidate_id, reason=reason),
        )


@pages.post("/review/<int:candidate_id>")
@requires("archive.link")
def answer(candidate_id: int) -> Response:
    """Take the answer and go on to the next question."""
    given = Answer.read(request.form)
    reason = reason_of(request.args.get("reason"))
    with transaction() as session:
        said = answered(session, candidate_id, given)
        asked = queries.candidate(session, candidate_id)
        stays = asked.settled_at is None and given.verdict is Verdict.DIFFERENT
        following = candidate_id if stays else queries.next_open(session, after=candidate_id, reason=reason)
    flash(said, "ok")
    if following is None:
        return redirect(url_for("review.page", reason=reason))
    return redirect(url_for("review.show", candidate_id=following, reason=reason))


def answered(session: Session, candidate_id: int, given: Answer) -> str:
    """Carry out the answer and say what happened."""
    actor, moment = current().name, now()
    if given.verdict is None or given.subject_id is None:
        subject_id = deciding.create(session, candidate_id=candidate_id, actor=actor, now=moment)
        return f"已新建档案（编号 {subject_id}），这个相对人的记录都归入其中"
    shown = queries.question(session, candidate_id).suggestions
    reasons = next((item.reasons for item in shown if item.details.subject_id == given.subject_id), ())
    DECIDE[given.verdict](
        session, candidate_id=candidate_id, subject_id=given.subject_id, reasons=reasons, actor=actor, now=moment
    )
    return {
        Verdict.SAME: "已归入所选档案，标为“经人工核对”；以后同样的报送按此归档",
        Verdict.DIFFERENT: "已记下“不是”，以后不再按名称归入那份档案",
        Verdict.UNSURE: "已记下“暂不确定”，这一条仍在待核对中",
    }[given.verdict]
