"""Settling where two sources disagree."""

from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from supervision.accounts.rules import actor_of
from supervision.archive.subjects import queries
from supervision.archive.subjects.conflicts.service import settle_conflict
from supervision.archive.subjects.errors import FactUnknown, SubjectUnknown
from supervision.archive.subjects.forms import SettleForm
from supervision.archive.subjects.merging.queries import group_below
from supervision.archive.subjects.rules import FIELD_LABELS, AsOf
from supervision.archive.subjects.showing.features import Shown
from supervision.kernel.access import current, requires
from supervision.kernel.clock import now
from supervision.kernel.db import reading, transaction
from supervision.kernel.errors import DomainError

conflict_pages = Blueprint("archive-conflicts", __name__, url_prefix="/archive")
TEMPLATE = "supervision/archive/subjects/templates/settle.html"


@conflict_pages.route(
    "/<int(max=9223372036854775807):subject_id>/conflicts/<int(max=9223372036854775807):conflict_id>", methods=["GET", "POST"]
)
@requires("archive.link")
def settle(subject_id: int, conflict_id: int) -> ResponseReturnValue:
    """处理不一致."""
    form = SettleForm(request.form)
    if request.method == "POST" and form.validate():
        try:
            return _settled(subject_id, conflict_id, form)
        except DomainError as error:
            form.refuse(error)
    with reading() as session:
        found = queries.archive(session, subject_id=subject_id, as_of=AsOf(None, now(), past=False))
    if found is None:
        raise SubjectUnknown(asked=subject_id)
    conflict = next((item for item in found["conflicts"] if item["id"] == conflict_id), None)
    if conflict is None:
        raise FactUnknown
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render_template(TEMPLATE, shown=Shown(found), conflict=conflict, form=form, labels=FIELD_LABELS), status


def _settled(subject_id: int, conflict_id: int, form: SettleForm) -> ResponseReturnValue:
    with transaction() as session:
        settle_conflict(
            session,
            subject_ids=group_below(session, subject_id),
            conflict_id=conflict_id,
            decision=form.decision.data,
            actor=actor_of(current()),
            now=now(),
        )
    flash("处理结果已记下，两个来源的值都保留", "ok")
    return redirect(url_for("archive.page", subject_id=subject_id, tab="sources"), HTTPStatus.SEE_OTHER)
