"""双公示考核: figures and places, the records behind each, the workbook, and the method for everybody."""

from collections.abc import Callable
from io import BytesIO
from typing import Any, Final

from flask import Blueprint, Response, render_template, request, send_file, url_for

from credit.assessment import queries
from credit.assessment.circulars import queries as circulars
from credit.assessment.forms import KINDS, OPENED, Asked, asked, key_of, measure_of, page_of
from credit.assessment.rules import RATES, months_on, rate_of, zero_report_due
from credit.assessment.schemas import By, Line, Measure
from credit.assessment.workbooks.service import figures_book
from supervision.kernel.access import current, public, requires
from supervision.kernel.clock import today
from supervision.kernel.db import reading
from supervision.kernel.workdays.queries import work_calendar

pages = Blueprint("credit-assessment", __name__, url_prefix="/credit/assessment")
open_pages = Blueprint("publicity-assessment", __name__, url_prefix="/publicity/assessment")
TEMPLATES: Final = "credit/assessment/templates"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SIZE: Final = 50
SHOWN: Final = (Measure.REPORTED, Measure.QUALIFIED, Measure.TIMELY, Measure.LATE, Measure.HIDDEN, Measure.CORRECTED)
RARE: Final = (Measure.UPHELD, Measure.EXPIRED)


@pages.get("")
@requires("credit.read")
def page() -> str:
    """双公示考核."""
    wanted = asked(request.args, today=today())
    with reading() as session:
        method = queries.the_method(session, on=min(wanted.last, today()))
        lines = queries.figures(session, wanted.period(today()), by=wanted.by, method=method, kind=wanted.kind)
        year = Asked(months_on(wanted.last.replace(day=1), -11), wanted.last).period(today())
        return render_template(
            f"{TEMPLATES}/assessment.html",
            wanted=wanted,
            method=method,
            lines=lines,
            whole=_whole(lines),
            trend=queries.months(session, year, method=method, department_id=None),
            circular=circulars.of_period(session, starts_on=wanted.first, ends_on=wanted.last),
            due=zero_report_due(wanted.last.replace(day=1), method, work_calendar(session)),
            measures=SHOWN,
            rare=RARE,
            rates=RATES,
            rate_of=rate_of,
            by=By,
            kinds=KINDS,
            M=Measure,
            behind=_behind(wanted),
            before=_beside(wanted, -1),
            after=_beside(wanted, 1),
            today=today(),
        )


def _whole(lines: list[Line]) -> Line:
    """Return the sum of all lines; a measure without a source stays missing."""
    known = [measure for measure in Measure if any(measure in line.numbers for line in lines)]
    summed = {measure: sum(line.numbers.get(measure, 0) for line in lines) for measure in known}
    return Line("", "合计", summed, zero_reports=sum(line.zero_reports for line in lines))


def _behind(wanted: Asked) -> Callable[[str, Line | None], str]:
    """Return where the records of a figure are."""
    return lambda measure, line: url_for(
        "credit-assessment.records", measure=measure, **wanted.parts(key=line.key if line else "")
    )


def _beside(wanted: Asked, step: int) -> dict[str, Any]:
    """Return the period before or after."""
    if wanted.yearly:
        return {**wanted.parts(), "year": str(wanted.first.year + step)}
    return {**wanted.parts(), "month": f"{months_on(wanted.first, step):%Y-%m}"}


@pages.get("/records")
@requires("credit.read")
def records() -> str:
    """The records behind a figure that lie in one's reach."""
    wanted, measure, number = asked(request.args, today=today()), measure_of(request.args), page_of(request.args)
    with reading() as session:
        method = queries.the_method(session, on=min(wanted.last, today()))
        found = queries.records(
            session,
            current(),
            wanted.period(today()),
            measure=measure,
            by=wanted.by,
            key=key_of(request.args),
            method=method,
            kind=wanted.kind,
            offset=(number - 1) * SIZE,
            size=SIZE,
        )
    total = found[0].total if found else 0
    place = {**wanted.parts(key=key_of(request.args)), "measure": measure}
    return render_template(
        f"{TEMPLATES}/records.html",
        wanted=wanted,
        label=OPENED[measure],
        definition=Measure(measure).definition if measure in set(Measure) else "单元所含的决定；名次只看单元",
        found=found,
        total=total,
        kinds=KINDS,
        method=method,
        previous=url_for("credit-assessment.records", page=number - 1, **place) if number > 1 else None,
        following=url_for("credit-assessment.records", page=number + 1, **place) if number * SIZE < total else None,
    )


@pages.get("/workbook")
@requires("credit.read")
def workbook() -> Response:
    """Give the figures of a period as a workbook."""
    wanted = asked(request.args, today=today())
    with reading() as session:
        method = queries.the_method(session, on=min(wanted.last, today()))
        period = wanted.period(today())
        sheets = [(by.label, queries.figures(session, period, by=by, method=method, kind=wanted.kind)) for by in By]
    title = f"双公示考核 {wanted.words}{KINDS.get(wanted.kind, '')}（截至 {today().isoformat()}）"
    content = figures_book(title, sheets, method)
    name = f"双公示考核-{wanted.words.replace(' ', '')}.xlsx"
    return send_file(BytesIO(content), mimetype=XLSX, as_attachment=True, download_name=name)


@open_pages.get("")
@public
def method() -> str:
    """考核办法 for everybody."""
    with reading() as session:
        found = queries.the_method(session, on=today())
        issued = circulars.issued(session, size=24)
    return render_template(
        f"{TEMPLATES}/method.html", method=found, issued=issued, rates=RATES, measures=tuple(Measure), today=today()
    )
