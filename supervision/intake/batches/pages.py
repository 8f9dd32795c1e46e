"""Upload, confirm what the columns mean, watch, and put right."""

import io
import re
import tempfile
from http import HTTPStatus
from pathlib import Path

from flask import Blueprint, current_app, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage

from supervision.accounts.rules import actor_of
from supervision.intake import queries, service
from supervision.intake.batches import queries as batch_queries
from supervision.intake.batches.forms import mapping_from
from supervision.intake.batches.rules import qr_path
from supervision.intake.batches.schemas import column_choices
from supervision.intake.batches.service import KEEP_LAYOUTS, confirm_and_enqueue, enqueue_load, error_bytes
from supervision.intake.errors import FileMissing
from supervision.intake.layouts import queries as layout_queries
from supervision.intake.layouts import rules as layout_rules
from supervision.intake.layouts.schemas import Guess, Mapping
from supervision.intake.models import Batch
from supervision.intake.reading.cells.rules import RESIDENT_NUMBER
from supervision.intake.schemas import Preview, Submission
from supervision.intake.states import STATE_LABELS, STATE_TONES, BatchState
from supervision.kernel.access import current, requires
from supervision.kernel.clock import now
from supervision.kernel.db import reading, transaction
from supervision.kernel.errors import DomainError

pages = Blueprint("intake", __name__, url_prefix="/intake")
TEMPLATES = "supervision/intake/batches/templates"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pages.get("/upload")
@requires("intake.upload")
def upload() -> str:
    """数据上传."""
    return _upload_page(None)


@pages.post("/upload")
@requires("intake.upload")
def receive() -> ResponseReturnValue:
    """Take a file in and go on to its columns; a file that cannot be read is refused with its place."""
    try:
        batch_id = _receive(request.files.get("file"))
    except DomainError as error:
        return _upload_page(error), HTTPStatus.UNPROCESSABLE_ENTITY
    return redirect(url_for("intake.mapping", batch_id=batch_id), HTTPStatus.SEE_OTHER)


def _receive(file: FileStorage | None) -> int:
    if file is None or not file.filename:
        raise FileMissing
    principal = current()
    with tempfile.TemporaryDirectory() as folder, transaction() as session:
        path = Path(folder) / "upload"
        file.save(path)
        allowed = {item.id: item for item in batch_queries.departments_of(session, principal)}
        asked = request.form.get("department", type=int, default=principal.department_id or 0)
        source = allowed.get(asked) or queries.department_by_code(session, "unspecified")
        submission = Submission(path, Path(file.filename).name, source.id, source.name, actor_of(principal))
        return service.receive_draft(session, submission, now=now(), max_bytes=_max_bytes()).id


def _max_bytes() -> int:
    return int(current_app.config["MAX_CONTENT_LENGTH"])


def _upload_page(error: DomainError | None) -> str:
    with reading() as session:
        return render_template(
            f"{TEMPLATES}/upload.html",
            error=error,
            departments=batch_queries.departments_of(session, current()),
            recent=[batch_queries.view(item) for item in _recent(session)],
            kinds=queries.kinds(),
            megabytes=_max_bytes() // 1024 // 1024,
        )


def _recent(session: Session) -> list[Batch]:
    return list(queries.batches_page(session, current(), state=None, number=1, size=5).items)


@pages.get("/batches/<int(max=9223372036854775807):batch_id>/mapping")
@requires("intake.upload")
def mapping(batch_id: int) -> str:
    """对应字段."""
    return _mapping_page(batch_id, None)


@pages.post("/batches/<int(max=9223372036854775807):batch_id>/mapping")
@requires("intake.upload")
def confirm(batch_id: int) -> ResponseReturnValue:
    """Accept the mapping and start the load; a file that came before is shown instead."""
    try:
        with transaction() as session:
            batch = queries.batch_for(session, current(), batch_id, lock=True)
            kind = queries.kind_named(request.form.get("kind", ""))
            chosen = mapping_from(request.form, service.table_of(session, batch).header, kind)
            received = confirm_and_enqueue(
                session,
                batch,
                kind=kind,
                mapping=chosen,
                layout_name=request.form.get("layout_name", ""),
                principal=current(),
                now=now(),
            )
    except DomainError as error:
        if error.http_status != HTTPStatus.UNPROCESSABLE_ENTITY:
            raise
        return _mapping_page(batch_id, error), HTTPStatus.UNPROCESSABLE_ENTITY
    if received.known_before:
        flash(f"这个文件已经收过，批次 {received.batch.number}，没有重复装载", "info")
    return redirect(url_for("intake.batch", batch_id=received.batch.id), HTTPStatus.SEE_OTHER)


def _mapping_page(batch_id: int, error: DomainError | None) -> str:
    with reading() as session:
        batch = queries.batch_for(session, current(), batch_id)
        shown = service.preview(session, batch)
        guess = _chosen(session, batch, shown)
        kind = queries.kind_named(guess.kind)
        return render_template(
            f"{TEMPLATES}/mapping.html",
            error=error,
            may_save=current().may(KEEP_LAYOUTS),
            batch=batch,
            table=shown.table,
            guess=guess,
            kind=kind,
            kinds=queries.kinds(),
            layouts=layout_queries.layouts(session),
            choices=column_choices(shown.table.header, shown.rows, guess.mapping, kind),
            department=batch_queries.department_name(session, batch),
        )


def _chosen(session: Session, batch: Batch, shown: Preview) -> Guess:
    """Return the mapping to show: what was posted, the layout or kind asked for, else the best guess."""
    if request.method == "POST":
        kind = queries.kind_named(request.form.get("kind", ""))
        try:
            posted = mapping_from(request.form, shown.table.header, kind)
        except DomainError:
            posted = Mapping()
        return Guess(kind.name, None, posted, 1, layout_rules.missing_fields(posted, kind), 1)
    if request.args.get("layout"):
        layout = layout_queries.layout_named(session, request.args["layout"])
        return layout_rules.guess_as(shown.table.header, batch.filename, queries.kind_named(layout.kind), layout)
    asked = request.args.get("kind") or ("" if shown.guesses else queries.kinds()[0].name)
    if asked:
        fitting = [guess for guess in shown.guesses if guess.kind == asked]
        return (
            fitting[0]
            if fitting
            else layout_rules.guess_as(shown.table.header, batch.filename, queries.kind_named(asked), None)
        )
    return shown.guesses[0]


@pages.post("/batches/<int(max=9223372036854775807):batch_id>/discard")
@requires("intake.upload")
def discard(batch_id: int) -> ResponseReturnValue:
    """Put a draft aside; nothing of it was loaded."""
    with transaction() as session:
        service.discard(queries.batch_for(session, current(), batch_id, lock=True))
    flash("已放弃，没有装载任何行", "info")
    return redirect(url_for("intake.upload"), HTTPStatus.SEE_OTHER)


@pages.get("/batches")
@requires("intake.read")
def batches() -> str:
    """批次."""
    state = request.args.get("state") or None
    state = state if state in set(BatchState) else None
    with reading() as session:
        page = queries.batches_page(session, current(), state=state, number=_page_number())
        return render_template(
            f"{TEMPLATES}/batches.html",
            page=page,
            views=[batch_queries.view(item) for item in page.items],
            pager=_pager("intake.batches", page.number, page.pages, page.total, "个批次", state=state),
            counts=queries.state_counts(session, current()),
            state=state,
            labels=STATE_LABELS,
            tones=STATE_TONES,
        )


@pages.get("/batches/<int(max=9223372036854775807):batch_id>")
@requires("intake.read")
def batch(batch_id: int) -> str | ResponseReturnValue:
    """批次: how the rows ended, and what to do about those that did not pass."""
    by_row = request.args.get("view") == "rows"
    with reading() as session:
        found = queries.batch_for(session, current(), batch_id)
        if found.state == BatchState.DRAFT:
            return redirect(url_for("intake.mapping", batch_id=batch_id))
        total, rows = queries.faulty_rows(session, batch_id, number=_page_number()) if by_row else (0, [])
        causes = [] if by_row else queries.causes(session, batch_id)
        return render_template(
            f"{TEMPLATES}/batch.html",
            view=batch_queries.view(found),
            batch=found,
            by_row=by_row,
            rows=rows,
            causes=[cause for cause in causes if cause.severity != "warn"],
            remarks=[cause for cause in causes if cause.severity == "warn"],
            pager=_pager(
                "intake.batch", _page_number(), -(-total // queries.PAGE) or 1, total, "行", batch_id=batch_id, view="rows"
            ),
            labels=batch_queries.SEVERITY_LABELS,
            fields=_field_labels(found),
            department=batch_queries.department_name(session, found),
            parts=batch_queries.parts(found),
            qr=qr_path(f"{found.number} {found.sha256}"),
        )


@pages.app_template_test("resident_number")
def _resident_number(cell: str) -> bool:
    """Tell whether a cell holds something of the form of a resident number, wherever it stands."""
    return re.search(RESIDENT_NUMBER, cell) is not None


def _personal(batch: Batch) -> set[str]:
    names = {kind.name for kind in queries.kinds()}
    return (
        {item.name for item in queries.kind_named(batch.kind or "").fields if item.personal} if batch.kind in names else set()
    )


def _field_labels(batch: Batch) -> dict[str, str]:
    names = {kind.name for kind in queries.kinds()}
    return {item.name: item.label for item in queries.kind_named(batch.kind or "").fields} if batch.kind in names else {}


@pages.get("/batches/<int(max=9223372036854775807):batch_id>/progress")
@requires("intake.read")
def progress(batch_id: int) -> ResponseReturnValue:
    """How far a load is; the last answer reloads the page with its results."""
    with reading() as session:
        found = queries.batch_for(session, current(), batch_id)
    view = batch_queries.view(found)
    answer = current_app.make_response(render_template(f"{TEMPLATES}/progress.html", view=view, batch=found))
    if not view.open:
        answer.headers["HX-Refresh"] = "true"
    return answer


@pages.post("/batches/<int(max=9223372036854775807):batch_id>/run")
@requires("intake.upload")
def run(batch_id: int) -> ResponseReturnValue:
    """Go on with a load that stopped, from its last chunk."""
    with transaction() as session:
        found = queries.batch_for(session, current(), batch_id, lock=True)
        enqueue_load(session, found, principal=current(), now=now())
    flash("已排队，从停下的地方接着装载", "info")
    return redirect(url_for("intake.batch", batch_id=batch_id), HTTPStatus.SEE_OTHER)


@pages.get("/batches/<int(max=9223372036854775807):batch_id>/rows/<int(max=2147483647):row_no>")
@requires("intake.read")
def row(batch_id: int, row_no: int) -> str:
    """原始行."""
    with reading() as session:
        found = queries.batch_for(session, current(), batch_id)
        stored = queries.stored_row(session, batch_id, row_no)
        return render_template(
            f"{TEMPLATES}/row.html",
            batch=found,
            view=batch_queries.view(found),
            row=stored,
            verdict=batch_queries.VERDICT_LABELS[stored.verdict],
            digest=stored.digest.hex(),
            findings=queries.findings_of_row(session, batch_id, row_no),
            labels=batch_queries.SEVERITY_LABELS,
            columns=found.mapping.get("columns", {}),
            personal=_personal(found),
            fields=_field_labels(found),
        )


@pages.get("/batches/<int(max=9223372036854775807):batch_id>/errors.xlsx")
@requires("intake.read")
def errors(batch_id: int) -> ResponseReturnValue:
    """The held and rejected rows with their reasons, as a workbook to correct and send again."""
    part = max(1, request.args.get("part", type=int, default=1))
    with reading() as session:
        found = queries.batch_for(session, current(), batch_id)
        content = error_bytes(session, found, part=part)
    return send_file(io.BytesIO(content), mimetype=XLSX, as_attachment=True, download_name=f"{found.number}-待处理-{part}.xlsx")


def _page_number() -> int:
    return min(max(1, request.args.get("page", type=int, default=1)), 100_000)


def _pager(endpoint: str, number: int, pages_: int, total: int, unit: str, **arguments: object) -> dict[str, str | None]:
    given = {key: value for key, value in arguments.items() if value is not None}

    def href(to: int) -> str | None:
        return url_for(endpoint, page=to, **given) if 1 <= to <= pages_ else None  # type: ignore[arg-type]  # url values

    text = f"共 {total:,} {unit}，第 {number} / {pages_} 页"
    return {"text": text, "previous_href": href(number - 1), "next_href": href(number + 1)}
