"""Opening personal fields: a purpose and a case number first."""

from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from supervision.accounts.purposes.service import declare
from supervision.archive.subjects import queries
from supervision.archive.subjects.errors import PersonalOutOfReach, SubjectUnknown
from supervision.archive.subjects.forms import PurposeForm
from supervision.archive.subjects.opening.queries import purpose_subject
from supervision.archive.subjects.reach.queries import within_reach
from supervision.archive.subjects.rules import AsOf
from supervision.archive.subjects.showing.features import Shown
from supervision.kernel.access import current, requires
from supervision.kernel.clock import now
from supervision.kernel.db import reading, transaction
from supervision.kernel.errors import DomainError

purpose_pages = Blueprint("archive-purpose", __name__, url_prefix="/archive")


@purpose_pages.route("/<int(max=9223372036854775807):subject_id>/personal", methods=["GET", "POST"])
@requires("archive.personal")
def personal(subject_id: int) -> ResponseReturnValue:
    """查看个人信息."""
    form = PurposeForm(request.form)
    if request.method == "POST" and form.validate():
        try:
            return _declared(subject_id, form)
        except DomainError as error:
            form.refuse(error)
    with reading() as session:
        found = queries.archive(session, subject_id=subject_id, as_of=AsOf(None, now(), past=False))
    if found is None:
        raise SubjectUnknown(asked=subject_id)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render_template("supervision/archive/subjects/templates/personal.html", shown=Shown(found), form=form), status


def _declared(subject_id: int, form: PurposeForm) -> ResponseReturnValue:
    with transaction() as session:
        root = queries.root_of(session, subject_id)
        if root is None:
            raise SubjectUnknown(asked=subject_id)
        if not within_reach(session, current(), root):
            raise PersonalOutOfReach
        subject = purpose_subject(session, subject_id)
        grant = declare(session, current(), subject=subject, purpose=form.purpose.data, case_no=form.case_no.data, now=now())
    flash(f"个人信息已打开，案号 {grant.case_no}；这次查看已登记", "ok")
    return redirect(url_for("archive.page", subject_id=subject_id), HTTPStatus.SEE_OTHER)
