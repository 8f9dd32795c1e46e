"""The archive as people see it: one page with tabs, its print, the raw row behind a fact, and “这条有误”."""

import json
from datetime import date, datetime
from http import HTTPStatus
from urllib.parse import urlencode

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from supervision.accounts.purposes.queries import PurposeGrant
from supervision.accounts.rules import actor_of
from supervision.archive.following.queries import follows
from supervision.archive.subjects import queries
from supervision.archive.subjects.errors import FactUnknown, SubjectUnknown
from supervision.archive.subjects.forms import ReportForm
from supervision.archive.subjects.graph.rules import drawn
from supervision.archive.subjects.merging.queries import group_below
from supervision.archive.subjects.opening.queries import opened
from supervision.archive.subjects.rules import FIELD_LABELS, AsOf, as_of, day_of
from supervision.archive.subjects.service import report_fact
from supervision.archive.subjects.showing import rules as showing
from supervision.archive.subjects.showing.features import Shown, by_kind
from supervision.archive.subjects.showing.queries import kind_labels, raw_cells, readers
from supervision.archive.subjects.withholding.queries import hidden_record, hidden_row
from supervision.kernel.access import current, requires
from supervision.kernel.clock import SHANGHAI, now
from supervision.kernel.db import reading, transaction
from supervision.kernel.errors import DomainError

archive_pages = Blueprint("archive", __name__, url_prefix="/archive")
TEMPLATES = "supervision/archive/subjects/templates"


@archive_pages.get("/<int(max=9223372036854775807):subject_id>")
@requires("archive.read")
def page(subject_id: int) -> ResponseReturnValue:
    """一户一档."""
    return _archive(subject_id, "archive.html")


@archive_pages.get("/<int(max=9223372036854775807):subject_id>/print")
@requires("archive.read")
def printed(subject_id: int) -> ResponseReturnValue:
    """打印档案: all parts one after the other."""
    return _archive(subject_id, "print.html")


@archive_pages.get(
    "/<int(max=9223372036854775807):subject_id>/raw/<int(max=9223372036854775807):batch_id>/<int(max=2147483647):row_no>"
)
@requires("archive.read")
def raw(subject_id: int, batch_id: int, row_no: int) -> ResponseReturnValue:
    """原始记录: the row as it came."""
    instant = now()
    with transaction() as session:
        shown, grant = _shown(session, subject_id, AsOf(None, instant, past=False), instant)
        if hidden_row(session, current(), subject_ids=shown.json["members"], batch_id=batch_id, row_no=row_no):
            raise FactUnknown
        cells = raw_cells(session, shown, batch_id=batch_id, row_no=row_no, reveal=grant is not None)
        return render_template(f"{TEMPLATES}/raw.html", shown=shown, cells=cells, batch_id=batch_id, row_no=row_no)


@archive_pages.route("/<int(max=9223372036854775807):subject_id>/report", methods=["GET", "POST"])
@requires("archive.read")
def report(subject_id: int) -> ResponseReturnValue:
    """这条有误: say what is wrong, the source will be asked."""
    form = ReportForm(request.form or request.args)
    if request.method == "POST" and form.validate():
        try:
            return _reported(subject_id, form)
        except DomainError as error:
            form.refuse(error)
    with reading() as session:
        found = queries.archive(session, subject_id=subject_id, as_of=AsOf(None, now(), past=False))
    if found is None:
        raise SubjectUnknown(asked=subject_id)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    label = FIELD_LABELS.get(form.field.data or "", "这条记录")
    return render_template(f"{TEMPLATES}/report.html", shown=Shown(found), form=form, label=label), status


def _reported(subject_id: int, form: ReportForm) -> ResponseReturnValue:
    with transaction() as session:
        if form.record.data is not None and hidden_record(session, current(), form.record.data):
            raise FactUnknown
        report_fact(
            session,
            subject_ids=group_below(session, subject_id),
            field=form.field.data or "record",
            registration_id=form.registration.data,
            record_id=form.record.data,
            note=form.note.data,
            actor=actor_of(current()),
            now=now(),
        )
    flash("已转来源部门核对；更正之前，这条事实照旧显示", "ok")
    return redirect(url_for("archive.page", subject_id=subject_id, tab="sources"), HTTPStatus.SEE_OTHER)


def _archive(subject_id: int, template: str) -> ResponseReturnValue:
    instant = now()
    point, refusal = _point(instant)
    with transaction() as session:
        shown, grant = _shown(session, subject_id, point, instant)
        if shown.id != subject_id and template == "archive.html":
            address = url_for("archive.page", subject_id=shown.id)
            return redirect(f"{address}?{urlencode({'merged': subject_id, **_view(point)})}")
        tab = showing.tab_named(request.args.get("tab", ""))
        labels = kind_labels()
        seen = readers(session, current(), shown.id) if tab.name == "readings" else []
        return render_template(
            f"{TEMPLATES}/{template}",
            shown=shown,
            tab=tab,
            point=point,
            refusal=refusal,
            today=instant.astimezone(SHANGHAI).date(),
            known_on=_known_on(point),
            grant=grant,
            labels=labels,
            showing=showing,
            by_kind=by_kind,
            graph=drawn(shown.json),
            followed=follows(session, user_id=current().id, subject_id=shown.id),
            group=request.args.get("group", ""),
            readers=seen,
            view=_view(point),
        )


def _shown(session: Session, subject_id: int, point: AsOf, instant: datetime) -> tuple[Shown, PurposeGrant | None]:
    found = opened(session, principal=current(), asked=str(subject_id), as_of=point, now=instant, address=request.remote_addr)
    return Shown(json.loads(found.text)), found.grant


def _point(instant: datetime) -> tuple[AsOf, DomainError | None]:
    """Return the day asked for; what cannot be read is said above the page, which then shows today."""
    try:
        valid_on, known_on = day_of(request.args.get("valid_on")), day_of(request.args.get("known_at"))
        return as_of(valid_on=valid_on, known_on=known_on, now=instant), None
    except DomainError as error:
        return AsOf(None, instant, past=False), error


def _known_on(point: AsOf) -> date:
    return point.known_at.astimezone(SHANGHAI).date()


def _view(point: AsOf) -> dict[str, str]:
    """Return the parameters that keep the point of view in links."""
    if not point.past:
        return {}
    view = {"known_at": _known_on(point).isoformat()}
    return view if point.valid_on is None else {**view, "valid_on": point.valid_on.isoformat()}
