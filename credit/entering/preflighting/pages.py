"""预检: a file in, what would become of every row, the faulty rows as a workbook, and the way on through the door."""

import io
import tempfile
from http import HTTPStatus
from pathlib import Path
from typing import Final

from flask import Blueprint, current_app, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage

from credit.entering.forms import table_named
from credit.entering.preflighting import service
from credit.entering.preflighting.schemas import Examined
from credit.entering.trying.schemas import Source
from credit.standards.queries import checking_rules
from credit.standards.schemas import standards
from supervision.accounts.models import Department
from supervision.accounts.rules import actor_of
from supervision.intake import queries
from supervision.intake import service as intake
from supervision.intake.batches.queries import SEVERITY_LABELS
from supervision.intake.batches.service import confirm_and_enqueue
from supervision.intake.errors import BatchNotFound, FileMissing
from supervision.intake.layouts.schemas import Guess
from supervision.intake.models import Batch
from supervision.intake.schemas import Submission
from supervision.intake.states import BatchState
from supervision.kernel.access import current, requires
from supervision.kernel.clock import now
from supervision.kernel.db import reading, transaction
from supervision.kernel.errors import DomainError, NotFound

pages = Blueprint("preflight", __name__, url_prefix="/credit/entry/preflight")
TEMPLATES: Final = "credit/entering/preflighting/templates"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ID: Final = "/<int(max=9223372036854775807):batch_id>"


@pages.get("")
@requires("credit.report")
def page() -> str:
    """上传前预检."""
    return _page(None)


@pages.post("")
@requires("credit.report")
def receive() -> ResponseReturnValue:
    """Take a file that is not sent yet; what cannot be read is refused with its place."""
    try:
        asked = request.form.get("table", "")
        kind = table_named(asked).row_kind if asked else ""
        batch_id = _receive(request.files.get("file"))
    except NotFound:
        raise
    except DomainError as error:
        return _page(error), HTTPStatus.UNPROCESSABLE_ENTITY
    return redirect(url_for("preflight.result", batch_id=batch_id, table=kind or None), HTTPStatus.SEE_OTHER)


def _receive(file: FileStorage | None) -> int:
    principal = current()
    if file is None or not file.filename or principal.department_id is None:
        raise FileMissing
    with tempfile.TemporaryDirectory() as folder, transaction() as session:
        path = Path(folder) / "upload"
        file.save(path)
        source = session.get_one(Department, principal.department_id)
        submission = Submission(path, Path(file.filename).name, source.id, source.name, actor_of(principal))
        return intake.receive_draft(session, submission, now=now(), max_bytes=_max_bytes()).id


def _max_bytes() -> int:
    return int(current_app.config["MAX_CONTENT_LENGTH"])


def _page(error: DomainError | None) -> str:
    return render_template(
        f"{TEMPLATES}/preflight.html",
        error=error,
        editions=standards()[::-1],
        asked=request.form.get("table", ""),
        limit=service.LONGEST,
        megabytes=_max_bytes() // 1024 // 1024,
    )


@pages.get(ID)
@requires("credit.report")
def result(batch_id: int) -> ResponseReturnValue:
    """What would become of every row."""
    with reading() as session:
        batch = _draft(session, batch_id)
        if batch.state != BatchState.DRAFT:
            return redirect(url_for("intake.batch", batch_id=batch_id))
        try:
            guess, examined = _examined(session, batch)
        except DomainError as error:
            return _result(session, batch, None, None, error), HTTPStatus.UNPROCESSABLE_ENTITY
        return current_app.make_response(_result(session, batch, guess, examined, None))


def _draft(session: Session, batch_id: int, *, lock: bool = False) -> Batch:
    batch = queries.batch_for(session, current(), batch_id, lock=lock)
    if batch.state == BatchState.DISCARDED:
        raise BatchNotFound
    return batch


def _examined(session: Session, batch: Batch) -> tuple[Guess, Examined]:
    asked = request.values.get("table", "")
    table, guess = service.guessed(session, batch, asked=table_named(asked).row_kind if asked else "")
    department = session.get_one(Department, batch.department_id)
    source = Source(department.id, department.code, department.name, actor_of(current()))
    return guess, service.examine(session, table, guess, source=source, now=now())


def _result(session: Session, batch: Batch, guess: Guess | None, examined: Examined | None, error: DomainError | None) -> str:
    return render_template(
        f"{TEMPLATES}/result.html",
        batch=batch,
        guess=guess,
        kind=queries.kind_named(guess.kind) if guess else None,
        examined=examined,
        error=error,
        editions=standards()[::-1],
        labels=SEVERITY_LABELS,
        rules={rule.rule_id: rule for rule in checking_rules(session)},
    )


@pages.get(f"{ID}/faulty.xlsx")
@requires("credit.report")
def faulty(batch_id: int) -> ResponseReturnValue:
    """The rows that would not pass, with their reasons, to put right before anything is sent."""
    with reading() as session:
        batch = _draft(session, batch_id)
        _guess, examined = _examined(session, batch)
    content = io.BytesIO()
    service.write_faulty(content, examined)
    content.seek(0)
    return send_file(content, mimetype=XLSX, as_attachment=True, download_name=f"预检-{batch.number}-待改正.xlsx")


@pages.post(f"{ID}/submit")
@requires("credit.report")
def submit(batch_id: int) -> ResponseReturnValue:
    """Send the very file that was examined; the door loads it, and one that came before is not loaded again."""
    with transaction() as session:
        batch = _draft(session, batch_id, lock=True)
        if batch.state != BatchState.DRAFT:
            return redirect(url_for("intake.batch", batch_id=batch_id), HTTPStatus.SEE_OTHER)
        asked = request.form.get("table", "")
        _table, guess = service.guessed(session, batch, asked=table_named(asked).row_kind if asked else "")
        received = confirm_and_enqueue(
            session,
            batch,
            kind=queries.kind_named(guess.kind),
            mapping=guess.mapping,
            layout_name="",
            principal=current(),
            now=now(),
        )
    if received.known_before:
        flash(f"这个文件已经收过，批次 {received.batch.number}，没有重复装载", "info")
    return redirect(url_for("intake.batch", batch_id=received.batch.id), HTTPStatus.SEE_OTHER)


@pages.post(f"{ID}/discard")
@requires("credit.report")
def discard(batch_id: int) -> ResponseReturnValue:
    """Leave it at the check: nothing is sent."""
    with transaction() as session:
        intake.discard(_draft(session, batch_id, lock=True))
    flash("没有报送；改正后可以再预检", "info")
    return redirect(url_for("preflight.page"), HTTPStatus.SEE_OTHER)
