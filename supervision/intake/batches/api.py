"""The same door for departments' systems."""

import tempfile
from http import HTTPStatus
from pathlib import Path
from typing import Any

from flask import current_app
from flask.views import MethodView
from flask_smorest import Blueprint  # type: ignore[import-untyped]  # it ships no types
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage

from supervision.accounts.rules import actor_of
from supervision.intake import queries, service
from supervision.intake.batches.queries import departments_of
from supervision.intake.batches.schemas import (
    BatchesSchema,
    BatchSchema,
    CauseSchema,
    FileSchema,
    PageSchema,
    ReceivedSchema,
    UploadSchema,
    as_answer,
)
from supervision.intake.batches.service import enqueue_load, error_bytes, may_take
from supervision.intake.errors import DepartmentNotYours, FileMissing
from supervision.intake.schemas import Submission
from supervision.kernel.access import Principal, current, requires
from supervision.kernel.clock import now
from supervision.kernel.db import reading, transaction

api = Blueprint("批次", __name__, url_prefix="/api/v1/intake", description="归集：上传文件、查看结果、下载待处理的行")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def refusals(*codes: int) -> Any:
    """Document the problem answers of a view."""
    words = {401: "未登录", 403: "没有权限", 404: "没有找到", 409: "状态不允许", 413: "文件过大", 422: "内容不符合要求"}

    def declare(view: Any) -> Any:
        for status in codes:
            view = api.alt_response(status, description=words[status])(view)
        return view

    return declare


@api.route("/batches")
class Batches(MethodView):
    """The list of batches, and the way in."""

    @requires("intake.read")
    @api.arguments(PageSchema, location="query")
    @api.response(200, BatchesSchema)
    @refusals(401, 403)
    def get(self, asked: dict[str, Any]) -> dict[str, Any]:
        """List the batches that this caller may see, the latest first."""
        with reading() as session:
            page = queries.batches_page(session, current(), state=asked.get("state"), number=asked["page"])
            items = [as_answer(item) for item in page.items]
        return {"total": page.total, "page": page.number, "pages": page.pages, "items": items}

    @requires("intake.upload")
    @api.arguments(UploadSchema, location="form")
    @api.arguments(FileSchema, location="files")
    @api.response(202, ReceivedSchema)
    @refusals(401, 403, 413)
    def post(self, form: dict[str, Any], files: dict[str, Any]) -> dict[str, Any]:
        """Take a file in and start loading it; the same file again answers with the batch that it was."""
        return _receive(form, files["file"])


def _receive(form: dict[str, Any], file: Any) -> dict[str, Any]:
    if not isinstance(file, FileStorage) or not file.filename:
        raise FileMissing
    principal = current()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "upload"
        file.save(path)
        with transaction() as session:
            submission = _submission(session, principal, path, Path(file.filename).name, form)
            received = service.receive(session, submission, now=now(), max_bytes=int(current_app.config["MAX_CONTENT_LENGTH"]))
            may_take(principal, queries.kind_named(received.batch.kind or ""))
            if not received.known_before:
                enqueue_load(session, received.batch, principal=principal, now=now())
            return {"known_before": received.known_before, "batch": as_answer(received.batch)}


def _submission(session: Session, principal: Principal, path: Path, filename: str, form: dict[str, Any]) -> Submission:
    allowed = {item.id: item for item in departments_of(session, principal)}
    code = form.get("department")
    asked = queries.department_by_code(session, code).id if code else principal.department_id or 0
    source = allowed.get(asked)
    if source is None:
        raise DepartmentNotYours
    return Submission(
        path, filename, source.id, source.name, actor_of(principal), kind=form.get("kind"), layout=form.get("layout")
    )


@api.route("/batches/<int(max=9223372036854775807):batch_id>")
class OneBatch(MethodView):
    """One batch."""

    @requires("intake.read")
    @api.response(200, BatchSchema)
    @refusals(401, 403, 404)
    def get(self, batch_id: int) -> dict[str, Any]:
        """Return the state of a batch and how its rows ended."""
        with reading() as session:
            return as_answer(queries.batch_for(session, current(), batch_id))


@api.route("/batches/<int(max=9223372036854775807):batch_id>/causes")
class Causes(MethodView):
    """What was wrong, grouped."""

    @requires("intake.read")
    @api.response(200, CauseSchema(many=True))
    @refusals(401, 403, 404)
    def get(self, batch_id: int) -> list[dict[str, Any]]:
        """Return the faults of a batch by cause, each with its remedy and a few rows."""
        with reading() as session:
            batch = queries.batch_for(session, current(), batch_id)
            return [_cause(cause) for cause in queries.causes(session, batch.id)]


def _cause(cause: queries.Cause) -> dict[str, Any]:
    names = ("severity", "rule", "field", "message", "remedy", "rows")
    samples = [{"row_no": item.row_no, "value": item.value, "words": item.words} for item in cause.samples]
    return {**{name: getattr(cause, name) for name in names}, "samples": samples}


@api.route("/batches/<int(max=9223372036854775807):batch_id>/run")
class Run(MethodView):
    """Going on."""

    @requires("intake.upload")
    @api.response(202, BatchSchema)
    @refusals(401, 403, 404, 409)
    def post(self, batch_id: int) -> dict[str, Any]:
        """Go on with a load that stopped, from its last chunk."""
        with transaction() as session:
            batch = queries.batch_for(session, current(), batch_id, lock=True)
            enqueue_load(session, batch, principal=current(), now=now())
            return as_answer(batch)


@api.route("/batches/<int(max=9223372036854775807):batch_id>/errors.xlsx")
class Errors(MethodView):
    """The rows to put right."""

    @requires("intake.read")
    @api.response(200, {"type": "string", "format": "binary"}, content_type=XLSX)
    @refusals(401, 403, 404)
    def get(self, batch_id: int) -> Any:
        """Return the first 20,000 held and rejected rows with their reasons, as a workbook."""
        with reading() as session:
            batch = queries.batch_for(session, current(), batch_id)
            content = error_bytes(session, batch, part=1)
        answer = current_app.make_response((content, HTTPStatus.OK))
        answer.content_type = XLSX
        answer.headers["Content-Disposition"] = f'attachment; filename="{batch.number}.xlsx"'
        return answer
