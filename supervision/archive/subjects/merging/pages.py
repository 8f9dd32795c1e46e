"""Merging two archives side by side, and splitting them with a decision on every later row."""

import re
from http import HTTPStatus
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from supervision.accounts.rules import actor_of
from supervision.archive.subjects import queries as subjects
from supervision.archive.subjects.errors import SubjectUnknown
from supervision.archive.subjects.forms import MergeForm, SplitForm
from supervision.archive.subjects.merging import queries
from supervision.archive.subjects.merging.service import merge, split
from supervision.archive.subjects.opening.queries import subject_asked
from supervision.archive.subjects.rules import AsOf
from supervision.archive.subjects.showing.features import Shown
from supervision.kernel.access import current, requires
from supervision.kernel.clock import now
from supervision.kernel.db import reading, transaction
from supervision.kernel.errors import DomainError

merging_pages = Blueprint("archive-merging", __name__, url_prefix="/archive")
TEMPLATES = "supervision/archive/subjects/templates"


@merging_pages.route("/<int(max=9223372036854775807):subject_id>/merge", methods=["GET", "POST"])
@requires("archive.merge")
def merging(subject_id: int) -> ResponseReturnValue:
    """合并档案: name the other one, look at both, then merge."""
    form = MergeForm(request.form or request.args)
    if request.method == "POST" and form.validate():
        try:
            return _merged(subject_id, form)
        except DomainError as error:
            form.refuse(error)
    with reading() as session:
        kept = _shown(session, subject_id)
        other = _other(session, form, kept.id)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render_template(f"{TEMPLATES}/merge.html", shown=kept, other=other, form=form), status


@merging_pages.route("/merges/<int(max=9223372036854775807):merge_id>/split", methods=["GET", "POST"])
@requires("archive.merge")
def splitting(merge_id: int) -> ResponseReturnValue:
    """拆分档案: say whose each later row is."""
    form = SplitForm(request.form)
    if request.method == "POST" and form.validate():
        try:
            return _split(merge_id, form)
        except DomainError as error:
            form.refuse(error)
    with reading() as session:
        made = queries.merge_by_id(session, merge_id)
        facts: dict[str, Any] = {
            "made": made,
            "later": queries.later_rows(session, made),
            "below": queries.group_below(session, made.merged_id),
            "names": {number: subjects.name_of(session, number) for number in (made.kept_id, made.merged_id)},
        }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render_template(f"{TEMPLATES}/split.html", form=form, chosen=request.form, **facts), status


def _merged(subject_id: int, form: MergeForm) -> ResponseReturnValue:
    with transaction() as session:
        other = subject_asked(session, form.other.data)
        merge(session, kept_id=subject_id, merged_id=other, reason=form.reason.data, actor=actor_of(current()), now=now())
    flash("两份档案已合并，原有记录一条未改；可随时拆分还原", "ok")
    return redirect(url_for("archive.page", subject_id=subject_id, tab="sources"), HTTPStatus.SEE_OTHER)


def _split(merge_id: int, form: SplitForm) -> ResponseReturnValue:
    assignments = {key: int(value) for key, value in request.form.items() if "-" in key and re.fullmatch(r"[0-9]{1,18}", value)}
    with transaction() as session:
        made = split(
            session,
            merge_id=merge_id,
            assignments=assignments,
            reason=form.reason.data,
            actor=actor_of(current()),
            now=now(),
        )
        kept_id = made.kept_id
    flash("两份档案已拆开，各自恢复合并之前的样子", "ok")
    return redirect(url_for("archive.page", subject_id=kept_id, tab="sources"), HTTPStatus.SEE_OTHER)


def _shown(session: Session, subject_id: int) -> Shown:
    found = subjects.archive(session, subject_id=subject_id, as_of=AsOf(None, now(), past=False))
    if found is None:
        raise SubjectUnknown(asked=subject_id)
    return Shown(found)


def _other(session: Session, form: MergeForm, kept_id: int) -> Shown | None:
    """Return the archive that the form names, once it names one that is not this."""
    if not form.other.data:
        return None
    try:
        other = _shown(session, subject_asked(session, form.other.data))
    except SubjectUnknown as error:
        form.other.errors = [*form.other.errors, error.text]
        return None
    return None if other.id == kept_id else other
