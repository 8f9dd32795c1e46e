"""目录工作簿: out with one link, in as a draft, or back with everything that is wrong."""

import tempfile
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from typing import Final

from flask import Blueprint, current_app, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from supervision.accounts.rules import actor_of
from supervision.kernel.access import current, requires
from supervision.kernel.clock import now, today
from supervision.kernel.db import reading, transaction
from supervision.kernel.errors import DomainError
from supervision.licensing.catalogue import queries
from supervision.licensing.catalogue.errors import WorkbookRefused
from supervision.licensing.catalogue.service import imported as import_items
from supervision.licensing.catalogue.workbooks.features import HEADER, REQUIRED, Sheet
from supervision.licensing.catalogue.workbooks.service import exported, imported
from supervision.licensing.catalogue.writing.features import LABELS

pages = Blueprint("catalogue-workbooks", __name__, url_prefix="/licensing/catalogue")
TEMPLATES: Final = "supervision/licensing/catalogue/workbooks/templates"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN: Final = 200


@pages.get("/<int(max=2147483647):version_id>/workbook")
@requires("licensing.read")
def workbook(version_id: int) -> ResponseReturnValue:
    """Give a version out as a workbook."""
    with reading() as session:
        catalogue = queries.catalogue_numbered(session, version_id=version_id)
    name = f"审批事项目录-{version_id}-{today().isoformat()}.xlsx"
    return send_file(BytesIO(exported(catalogue)), mimetype=XLSX, as_attachment=True, download_name=name)


@pages.get("/import")
@requires("licensing.catalogue")
def page() -> str:
    """导入目录."""
    return _page(None, None)


@pages.post("/import")
@requires("licensing.catalogue")
def receive() -> ResponseReturnValue:
    """Open a draft with what a workbook says; when anything in it is wrong, all of that is shown and nothing is kept."""
    try:
        sheet, filename = _sheet()
    except DomainError as error:
        return _page(error, None), HTTPStatus.UNPROCESSABLE_ENTITY
    if sheet.faults:
        return _page(None, sheet), HTTPStatus.UNPROCESSABLE_ENTITY
    with transaction() as session:
        made = import_items(
            session,
            label=(request.form.get("label", "").strip() or Path(filename).stem)[:60],
            items=sheet.items,
            based_on=queries.version_in_force(session, on=today()),
            actor=actor_of(current()),
            now=now(),
        )
        address = url_for("catalogue-versions.version", version_id=made.id)
    flash(f"已读入 {len(sheet.items)} 项，存为草案；核对变动后发布", "ok")
    return redirect(address, HTTPStatus.SEE_OTHER)


def _sheet() -> tuple[Sheet, str]:
    file = request.files.get("file")
    if file is None or not file.filename:
        raise WorkbookRefused(fault="没有选择文件")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "upload"
        file.save(path)
        filename = Path(file.filename).name
        return imported(path, filename=filename, max_bytes=int(current_app.config["MAX_CONTENT_LENGTH"])), filename


def _page(error: DomainError | None, sheet: Sheet | None) -> str:
    with reading() as session:
        return render_template(
            f"{TEMPLATES}/import.html",
            error=error,
            sheet=sheet,
            shown=SHOWN,
            header=HEADER,
            required=[LABELS[name] for name in LABELS if name in REQUIRED],
            in_force=queries.version_in_force(session, on=today()),
        )
