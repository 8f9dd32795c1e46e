"""Issuing a circular: the figures are kept as they are, and a document is set from what was kept."""

import json
from datetime import date, datetime
from functools import cache
from importlib import resources
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory
from typing import Any, Final

import typst
from pylopdf_fonts_zh_cn import sans_path, serif_path
from sqlalchemy.orm import Session

from credit.assessment import queries
from credit.assessment.circulars import queries as circulars
from credit.assessment.circulars.queries import Issued
from credit.assessment.errors import AlreadyIssued, PeriodNotOver
from credit.assessment.models import Circular
from credit.assessment.queries import Period
from credit.assessment.rules import RATES, rate_of, stored_line, zero_report_due
from credit.assessment.schemas import By, Line, Measure, Method
from supervision.kernel import attachments, audit
from supervision.kernel.clock import legal_date
from supervision.kernel.queues import enqueue
from supervision.kernel.workdays.queries import work_calendar
from supervision.notices.informing.sheets.typesetting.features import named, printable

ISSUED: Final = "credit.circular.issue"
JOB: Final = "credit.assessment.circular"
PACKAGE: Final = "credit.assessment.circulars"
TEMPLATE: Final = "circular.typ"
STANDARD: Final = "a-2u"
PDF: Final = "application/pdf"
MOST_BYTES: Final = 20 << 20
HALF: Final = 0.5
NONE: Final = "—"


def issue(session: Session, *, first: date, last: date, said: str, actor: str, now: datetime) -> Circular:
    """Keep the figures of a period for good and ask for their document."""
    method = queries.the_method(session, on=last)
    due = zero_report_due(last.replace(day=1), method, work_calendar(session))
    if legal_date(now) <= due:
        raise PeriodNotOver(said=said, due=due.isoformat())
    if circulars.of_period(session, starts_on=first, ends_on=last) is not None:
        raise AlreadyIssued(said=said)
    period = Period(first, last, legal_date(now))
    lines = [
        {**stored_line(line), "by": by.value} for by in By for line in queries.figures(session, period, by=by, method=method)
    ]
    made = Circular(starts_on=first, ends_on=last, method=method.reference, lines=lines, issued_at=now, issued_by=actor)
    session.add(made)
    session.flush()
    key = f"{JOB}:{made.id}"
    enqueue(session, JOB, arguments={"circular_id": made.id}, now=now, requested_by=actor, unique_key=key)
    detail = {"label": said, "items": len(lines)}
    audit.record(session, actor=actor, action=ISSUED, object_kind="circular", object_id=made.id, detail=detail, now=now)
    return made


def keep_document(session: Session, *, circular_id: int, actor: str, now: datetime) -> Circular:
    """Set the document of a circular and keep it; one that is set already stays."""
    found = circulars.whole(session, circular_id=circular_id)
    if found.circular.attachment_id is None:
        content = typeset(found, at=now)
        name = f"双公示考核通报-{found.words.replace(' ', '')}.pdf"
        kept = attachments.store(
            session, stream=content, filename=name, now=now, uploaded_by=actor, max_bytes=MOST_BYTES, wanted=[PDF]
        )
        found.circular.attachment_id = kept.id
        session.flush()
    return found.circular


def typeset(issued: Issued, *, at: datetime) -> bytes:
    """Return the document: A4, PDF/A-2u, every font embedded, nothing fetched from anywhere."""
    words, rare = printable(json.dumps(in_words(issued), ensure_ascii=False))
    if rare:
        words = printable(json.dumps({**in_words(issued), "note": named(rare)}, ensure_ascii=False))[0]
    with TemporaryDirectory(prefix="circular-") as folder:
        root = Path(folder)
        with resources.as_file(resources.files(PACKAGE) / "data" / TEMPLATE) as template:
            copyfile(template, root / TEMPLATE)
        compiler = typst.Compiler(root / TEMPLATE, root=root, font_paths=_fonts(), ignore_system_fonts=True)
        content = compiler.compile(
            format="pdf", sys_inputs={"circular": words}, pdf_standards=STANDARD, timestamp=at.replace(microsecond=0)
        )
    if not isinstance(content, bytes):
        raise TypeError("typst returned no single document")
    return content


@cache
def _fonts() -> typst.Fonts:
    folders = {sans_path().parent, serif_path().parent}
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=sorted(folders))


def in_words(issued: Issued) -> dict[str, Any]:
    """Return everything that the document says."""
    circular, method = issued.circular, issued.method
    until = legal_date(circular.issued_at)
    return {
        "title": f"行政许可和行政处罚信息公示考核通报（{issued.words}）",
        "period": f"{circular.starts_on.isoformat()} 至 {circular.ends_on.isoformat()}",
        "issued_on": f"{until.year}年{until.month}月{until.day}日",
        "opening": opening(issued),
        "measures": [measure.label for measure in (Measure.REPORTED, Measure.QUALIFIED, Measure.TIMELY, Measure.LATE)],
        "departments": [_row(line, method) for line in issued.departments],
        "districts": [_row(line, method) for line in issued.districts],
        "late": [line.label for line in issued.departments if _mostly_late(line, method)],
        "method": method.text,
        "reference": f"{method.reference}；{method.basis}",
        "note": "",
    }


def opening(issued: Issued) -> str:
    """Return the first paragraph: what came in all, and what of it was in order."""
    whole = {measure: sum(line.numbers.get(measure, 0) for line in issued.departments) for measure in Measure}
    everything = Line("", "", whole)
    qualified, timely = (rate_of(everything, rate, issued.method) for rate in RATES[:2])
    ranked = sum(line.place is not None for line in issued.departments)
    return (
        f"{issued.words}，{len(issued.departments)} 个部门上报行政许可和行政处罚 {whole[Measure.REPORTED]:,} 件，"
        f"合规 {whole[Measure.QUALIFIED]:,} 件（{_percent(qualified.value if qualified else None)}），"
        f"计时的 {whole[Measure.TIMED]:,} 件中及时 {whole[Measure.TIMELY]:,} 件（{_percent(timely.value if timely else None)}），"
        f"迟报 {whole[Measure.LATE]:,} 件，瞒报 {whole[Measure.HIDDEN]:,} 件。{ranked} 个部门达到最小样本，参加排名。"
    )


def _mostly_late(line: Line, method: Method) -> bool:
    late = rate_of(line, next(rate for rate in RATES if rate.key == "late"), method)
    return late is not None and late.enough and (late.value or 0) > HALF


def _row(line: Line, method: Method) -> dict[str, str]:
    standing = line.standing
    qualified, timely, late = (rate_of(line, rate, method) for rate in RATES[:3])
    score = standing.score if standing else None
    return {
        "place": str(line.place) if line.place else NONE,
        "label": line.label,
        "score": NONE if score is None else f"{score * 100:.1f}",
        "units": f"{standing.good}/{standing.units}" if standing else NONE,
        "reported": f"{line.numbers.get(Measure.REPORTED, 0):,}",
        "qualified": _share(qualified.over, qualified.under, qualified.value) if qualified else NONE,
        "timely": _share(timely.over, timely.under, timely.value) if timely else NONE,
        "late": _share(late.over, late.under, late.value) if late else NONE,
    }


def _share(over: int, under: int, value: float | None) -> str:
    return NONE if value is None else f"{over:,}/{under:,}，{_percent(value)}"


def _percent(value: float | None) -> str:
    return NONE if value is None else f"{value * 100:.1f}%"
