"""事项目录公开: a page and three downloads for anybody."""

from io import BytesIO
from typing import Any, Final

from flask import Blueprint, Response, render_template, request, send_file, url_for

from credit.catalogue import queries
from credit.catalogue.listing.features import parts, span, wanted
from credit.catalogue.publishing.features import COLUMNS, as_csv, as_json, public_row
from credit.catalogue.queries import Wanted
from credit.catalogue.rules import KINDS
from supervision.intake.workbooks.service import write_table
from supervision.kernel.access import public
from supervision.kernel.clock import today
from supervision.kernel.db import reading

pages = Blueprint("publicity-catalogue", __name__, url_prefix="/publicity/catalogue")
TEMPLATES: Final = "credit/catalogue/publishing/templates"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OPEN: Final = ("q", "kind", "department")


@pages.get("")
@public
def page() -> str:
    """行政许可和行政处罚事项目录."""
    asked = _asked()
    with reading() as session:
        found, total = queries.listed(session, asked, reader=None)
        return render_template(
            f"{TEMPLATES}/public.html",
            found=found,
            total=total,
            asked=asked,
            counts=queries.counts(session, asked, reader=None),
            departments=queries.departments(session, reader=None),
            pager=_pager(asked, total),
            kinds=KINDS,
            today=today(),
            link=lambda **changes: url_for("publicity-catalogue.page", **parts(asked, today=today(), **changes)),
        )


@pages.get("/data.csv")
@public
def data_csv() -> Response:
    """Give the whole public catalogue as CSV."""
    asked = _asked()
    with reading() as session:
        text = as_csv(queries.everything(session, asked, reader=None))
    answer = Response(text, content_type="text/csv; charset=utf-8")
    answer.headers.set("Content-Disposition", "attachment", filename=f"双公示事项目录-{asked.on}.csv")
    return answer


@pages.get("/data.json")
@public
def data_json() -> Response:
    """Give the whole public catalogue as JSON."""
    asked = _asked()
    with reading() as session:
        text = as_json(queries.everything(session, asked, reader=None), on=asked.on)
    return Response(text, content_type="application/json; charset=utf-8")


@pages.get("/data.xlsx")
@public
def data_xlsx() -> Any:
    """Give the whole public catalogue as a workbook."""
    asked, stream = _asked(), BytesIO()
    with reading() as session:
        rows = [
            [str(value or "") for value in public_row(one).values()] for one in queries.everything(session, asked, reader=None)
        ]
    write_table(stream, header=tuple(COLUMNS.values()), rows=rows, wide=(1, 4))
    stream.seek(0)
    return send_file(stream, mimetype=XLSX, as_attachment=True, download_name=f"双公示事项目录-{asked.on}.xlsx")


def _asked() -> Wanted:
    found = wanted(request.args, today=today())
    return Wanted(found.on, {name: value for name, value in found.given.items() if name in OPEN}, found.page)


def _pager(asked: Wanted, total: int) -> dict[str, Any]:
    first, last, pages_ = span(asked, total)

    def link(number: int) -> str | None:
        inside = 1 <= number <= pages_
        return url_for("publicity-catalogue.page", **parts(asked, today=today(), page=number)) if inside else None

    return {"text": f"{total} 项中的 {first}–{last}", "previous_href": link(asked.page - 1), "next_href": link(asked.page + 1)}
