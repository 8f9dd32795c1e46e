"""目录工作簿: the template, the catalogue out, and a workbook in or back with everything that is wrong."""

import tempfile
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from typing import Final

from flask import Blueprint, Response, current_app, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from credit.catalogue import queries
from credit.catalogue.errors import WorkbookRefused
from credit.catalogue.listing.features import is_number, wanted
from credit.catalogue.rules import KINDS
from credit.catalogue.service import imported as bring_in
from credit.catalogue.workbooks.features import HEADER, Sheet
from credit.catalogue.workbooks.service import exported, imported, template
from credit.catalogue.writing.features import LABELS, REQUIRED
from supervision.accounts.rules import actor_of
from supervision.kernel.access import current, requires
from supervision.kernel.clock import now, today
from supervision.kernel.db import reading, transaction
from supervision.kernel.errors import DomainError

pages = Blueprint("credit-catalogue-workbooks", __name__, url_prefix="/credit/catalogue")
TEMPLATES: Final = "credit/catalogue/workbooks/templates"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN: Final = 200


@pages.get("/workbook")
@requires("credit.read")
def workbook() -> ResponseReturnValue:
    """Give the items that are asked for as a workbook."""
    asked = wanted(request.args, today=today())
    with reading() as session:
        items = queries.everything(session, asked, reader=current())
        content = exported(items, _allowed(session))
    return _file(content, f"双公示事项目录-{asked.on.isoformat()}.xlsx")


@pages.get("/template")
@requires("credit.catalogue")
def blank() -> ResponseReturnValue:
    """Give an empty workbook with its choices."""
    with reading() as session:
        content = template(_allowed(session))
    return _file(content, "双公示事项目录-模板.xlsx")


@pages.get("/import")
@requires("credit.catalogue")
def page() -> str:
    """导入事项目录."""
    return _page(None, None)


@pages.post("/import")
@requires("credit.catalogue")
def receive() -> ResponseReturnValue:
    """Bring in what a workbook says; when anything in it is wrong, all of that is shown and nothing is kept."""
    given = request.form.get("department_id", "")
    department_id = int(given) if is_number(given) else current().department_id or 0
    try:
        sheet = _sheet()
        if sheet.faults:
            return _page(None, sheet), HTTPStatus.UNPROCESSABLE_ENTITY
        with transaction() as session:
            queries.ensure_kept(session, current(), department_id)
            added, changed, same = bring_in(
                session, sheet.entries, department_id=department_id, actor=actor_of(current()), now=now()
            )
    except DomainError as error:
        return _page(error, None), HTTPStatus.UNPROCESSABLE_ENTITY
    flash(f"新增 {added} 项，修改 {changed} 项，{same} 项没有变化；新增和修改的等待保密审查", "ok")
    return redirect(url_for("credit-catalogue.page", department=department_id), HTTPStatus.SEE_OTHER)


def _sheet() -> Sheet:
    file = request.files.get("file")
    if file is None or not file.filename:
        raise WorkbookRefused(fault="没有选择文件")
    with tempfile.TemporaryDirectory() as folder, reading() as session:
        path = Path(folder) / "upload"
        file.save(path)
        limit = int(current_app.config["MAX_CONTENT_LENGTH"])
        return imported(path, filename=Path(file.filename).name, max_bytes=limit, allowed=_allowed(session))


def _allowed(session: Session) -> dict[str, list[str]]:
    return {kind: queries.allowed(session, kind=kind, on=today()) for kind in KINDS}


def _file(content: bytes, name: str) -> Response:
    return send_file(BytesIO(content), mimetype=XLSX, as_attachment=True, download_name=name)


def _page(error: DomainError | None, sheet: Sheet | None) -> str:
    with reading() as session:
        return render_template(
            f"{TEMPLATES}/import.html",
            error=error,
            sheet=sheet,
            shown=SHOWN,
            header=HEADER,
            required=[LABELS[name] for name in LABELS if name in REQUIRED],
            departments=queries.kept(session, current()),
            mine=current().department_id,
        )
