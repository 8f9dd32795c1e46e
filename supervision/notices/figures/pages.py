"""双告知统计: the numbers, the records behind each of them, and both as files."""

from collections.abc import Callable
from datetime import date
from typing import Any

from flask import Blueprint, Response, render_template, request, url_for

from supervision.kernel.access import current, requires
from supervision.kernel.clock import SHANGHAI, today
from supervision.kernel.db import reading
from supervision.kernel.divisions import full_name
from supervision.notices.figures import queries
from supervision.notices.figures.features import table
from supervision.notices.figures.queries import NOBODY, Figure, Record, Wanted
from supervision.notices.figures.rules import FEW, RATES, By, Measure, period_of, share
from supervision.notices.states import NoticeKind

pages = Blueprint("notice-figures", __name__, url_prefix="/notices/figures")
FOLDER = "supervision/notices/figures/templates"
SIZE, MOST = 50, 20_000
LONGEST_ID = 9
SHOWN = (Measure.TOTAL, Measure.PUSHED, Measure.RECEIVED, Measure.POOLED, Measure.CLAIMED)
SHOWN_LATER = (Measure.ANSWERED, Measure.LICENSED, Measure.OVERDUE)
DRAWN = 12


@pages.get("")
@requires("notices.figures")
def page() -> str | Response:
    """双告知统计."""
    wanted = _wanted()
    with reading() as session:
        lines = queries.figures(session, current(), wanted, today=today())
    if request.args.get("as") == "csv":
        return _file(
            table(_rows(wanted, lines)), f"双告知统计-按{wanted.by.label}-{wanted.period.first}-{wanted.period.last}.csv"
        )
    return render_template(
        f"{FOLDER}/figures.html",
        wanted=wanted,
        lines=lines,
        whole={measure: sum(line.numbers[measure] for line in lines) for measure in Measure},
        measures=(*SHOWN, *SHOWN_LATER),
        definitions=tuple(Measure),
        M=Measure,
        rates=RATES,
        by=By,
        share=share,
        drawn=lines[:DRAWN],
        few=FEW,
        label_of=_label_of(wanted),
        behind=_behind(wanted),
    )


@pages.get("/records")
@requires("notices.figures")
def records() -> str | Response:
    """The records behind one number."""
    wanted, measure = _wanted(), _measure()
    file = request.args.get("as") == "csv"
    before = request.args.get("before", type=int)
    before = before if before is not None and 0 < before < 2**63 else None
    with reading() as session:
        found = queries.records(
            session, current(), wanted, measure, today=today(), before=before, size=MOST if file else SIZE + 1
        )
    if file:
        return _file(table(_record_rows(found)), f"双告知明细-{measure.label}-{wanted.period.first}-{wanted.period.last}.csv")
    return render_template(
        f"{FOLDER}/records.html",
        wanted=wanted,
        measure=measure,
        records=found[:SIZE],
        total=found[0].total if found else 0,
        following=found[SIZE - 1].id if len(found) > SIZE else None,
        most=MOST,
        kinds=NoticeKind,
        place=_place,
    )


def _wanted() -> Wanted:
    given = request.args
    by, department, division = given.get("by", ""), given.get("department", ""), given.get("division", "")
    period = period_of(_date(given.get("from", "")), _date(given.get("to", "")), today=today())
    return Wanted(
        period,
        By(by) if by in set(By) else By.DEPARTMENT,
        department if department.isascii() and department.isdigit() and len(department) <= LONGEST_ID else "",
        given.get("item", "").replace("\0", "")[:40],
        division if division.isascii() and division.isdigit() and len(division) in {1, 6} else "",
    )


def _measure() -> Measure:
    asked = request.args.get("measure", "")
    return Measure(asked) if asked in set(Measure) else Measure.TOTAL


def _date(text: str) -> date | None:
    try:
        found = date.fromisoformat(text.strip())
    except ValueError:
        return None
    return found if date(2000, 1, 1) <= found <= date(2199, 12, 31) else None


def _behind(wanted: Wanted) -> Callable[[Measure, Figure | None], str]:
    """Return where the records of a number are: the same question, narrowed to its line."""

    def address(measure: Measure, line: Figure | None) -> str:
        parts = wanted.parts(**({} if line is None else _narrowed(wanted, line)))
        values: dict[str, Any] = {"measure": measure.value, **parts}
        return url_for("notice-figures.records", **values)

    return address


def _narrowed(wanted: Wanted, line: Figure) -> dict[str, object]:
    if wanted.by is not By.MONTH:
        return {wanted.by.value: line.key}
    year, month = map(int, line.key.split("-"))
    first = date(year, month, 1)
    last = date(year + month // 12, month % 12 + 1, 1).toordinal() - 1
    return {"from": max(first, wanted.period.first), "to": min(date.fromordinal(last), wanted.period.last)}


def _label_of(wanted: Wanted) -> Callable[[Figure], str]:
    return lambda line: _place(line.key) if wanted.by is By.DIVISION else (line.label or "未匹配到事项")


def _place(code: str | None) -> str:
    return "区划不明" if code in {None, "", NOBODY} else full_name(str(code), today()) or str(code)


def _rows(wanted: Wanted, lines: list[Figure]) -> list[list[object]]:
    named = _label_of(wanted)
    head: list[object] = [wanted.by.label, "代码", *(measure.label for measure in Measure), *(rate.label for rate in RATES)]
    body = [
        [named(line), line.key, *line.numbers.values(), *(_percent(share(line.numbers, rate)) for rate in RATES)]
        for line in lines
    ]
    return [head, *body]


def _percent(value: float | None) -> str:
    return "" if value is None else f"{value:.1%}"


def _record_rows(found: object) -> list[list[object]]:
    head: list[object] = [
        "编号",
        "企业",
        "统一社会信用代码",
        "事项",
        "触发",
        "地区",
        "承办部门",
        "状态",
        "生成",
        "接收",
        "反馈",
        "反馈结果",
    ]
    return [head, *(_record_row(one) for one in found)]  # type: ignore[attr-defined]  # a sequence of records


def _record_row(one: Record) -> list[object]:
    moments = [
        moment.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M") if moment else ""
        for moment in (one.made_at, one.received_at, one.answered_at)
    ]
    said = one.feedback.label if one.feedback else ""
    place, kind = _place(one.division), NoticeKind(one.kind).label
    return [one.number, one.name, one.code, one.item_name, kind, place, one.office, one.state.label, *moments, said]


def _file(text: str, name: str) -> Response:
    answer = Response(text, content_type="text/csv; charset=utf-8")
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer
