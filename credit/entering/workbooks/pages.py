"""The template of a table as a download."""

import io
from typing import Final

from flask import Blueprint, request, send_file
from flask.typing import ResponseReturnValue

from credit.entering.forms import table_named
from credit.entering.workbooks.service import write_template
from supervision.kernel.access import requires

pages = Blueprint("entry-template", __name__, url_prefix="/credit/entry")
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pages.get("/template.xlsx")
@requires("credit.report")
def template() -> ResponseReturnValue:
    """模板."""
    table = table_named(request.args.get("table", ""))
    content = io.BytesIO()
    write_template(content, table)
    content.seek(0)
    name = f"双公示-{table.label}-{table.standard}.xlsx"
    return send_file(content, mimetype=XLSX, as_attachment=True, download_name=name)
