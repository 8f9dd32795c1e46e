"""上传日历: a year of a department, a month of it by days, and zero reports with one click."""

from datetime import date
from http import HTTPStatus
from typing import Any, Final

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from credit.assessment.planning import queries, service
from credit.assessment.planning.schemas import Month, MonthState
from credit.assessment.planning.service import LABELS
from credit.assessment.queries import the_method
from credit.assessment.rules import months_on
from supervision.accounts.rules import actor_of
from supervision.kernel.access import current, requires
from supervision.kernel.clock import now, today
from supervision.kernel.db import reading, transaction
from supervision.kernel.errors import DomainError, NotFound
from supervision.kernel.workdays.queries import work_calendar
from supervision.notices.handling.planning.rules import WEEKDAYS, month_of, weeks_of

pages = Blueprint("credit-calendar", __name__, url_prefix="/credit/calendar")
TEMPLATES: Final = "credit/assessment/planning/templates"
LONGEST_ID: Final = 9


@pages.get("")
@requires("credit.read")
def page() -> str:
    """上传日历."""
    return _page(None)


@pages.get("/days")
@requires("credit.read")
def month() -> str:
    """One month by days, and what is missing in it."""
    first = month_of(request.args.get("month", ""), today=today())
    with reading() as session:
        department_id, name = _department(session)
        method = the_method(session, on=today())
        found = queries.standing(session, department_id=department_id, months=[first], method=method, today=today())
        return render_template(
            f"{TEMPLATES}/days.html",
            department_id=department_id,
            name=name,
            first=first,
            months=found,
            weeks=weeks_of(first),
            weekdays=WEEKDAYS,
            days=queries.received(session, department_id=department_id, first=first),
            missing={
                one.kind: queries.missing(session, department_id=department_id, month=first, kind=one.kind) for one in found
            },
            calendar=work_calendar(session),
            before=months_on(first, -1),
            after=months_on(first, 1),
            kinds=LABELS,
            may_declare=_may_declare(department_id),
            method=method,
            today=today(),
        )


@pages.post("/zero")
@requires("credit.report")
def zero() -> ResponseReturnValue:
    """File a zero report of the own department."""
    kind, first = request.form.get("kind", ""), _month(request.form.get("month", ""))
    if kind not in LABELS or first is None:
        raise NotFound
    try:
        with transaction() as session:
            service.declare_zero(
                session,
                department_id=current().department_id or 0,
                kind=kind,
                month=first,
                method=the_method(session, on=today()),
                actor=actor_of(current()),
                now=now(),
            )
    except DomainError as error:
        return _page(error), HTTPStatus(error.http_status)
    flash(f"{first.year} 年 {first.month} 月的{LABELS[kind]}已作零报告；以后又收到当月决定的，按瞒报计", "ok")
    return redirect(url_for("credit-calendar.page"), HTTPStatus.SEE_OTHER)


def _page(error: DomainError | None) -> str:
    with reading() as session:
        department_id, name = _department(session)
        method = the_method(session, on=today())
        rows = _rows(queries.calendar(session, department_id=department_id, method=method, today=today()))
        return render_template(
            f"{TEMPLATES}/calendar.html",
            error=error,
            department_id=department_id,
            name=name,
            rows=[(month, cells) for month, cells in rows if not _quiet(cells)],
            quiet=[month for month, cells in rows if _quiet(cells)],
            kinds=LABELS,
            states=MonthState,
            departments=queries.readable(session, current()),
            silent=queries.silent(session, current()) if current().may("credit.assess") else [],
            last=queries.last_received(session, department_id=department_id),
            may_declare=_may_declare(department_id),
            method=method,
            today=today(),
        )


def _quiet(cells: dict[str, Month]) -> bool:
    """Tell whether in a month nothing was due and nothing came; the month that runs is always shown."""
    running = today().replace(day=1)
    return all(cell.state is MonthState.UNUSED and not cell.reported and cell.month != running for cell in cells.values())


def _rows(months: list[Month]) -> list[tuple[date, dict[str, Month]]]:
    found: dict[date, dict[str, Month]] = {}
    for one in months:
        found.setdefault(one.month, {})[one.kind] = one
    return list(found.items())


def _department(session: Session) -> tuple[int, str]:
    """Return the department that is asked for, where it is in reach, else the own one."""
    readable: dict[int, str] = dict(queries.readable(session, current()))
    given: Any = request.args.get("department", "")
    asked = int(given) if given.isascii() and given.isdigit() and len(given) <= LONGEST_ID else current().department_id or 0
    if asked not in readable:
        asked = current().department_id or 0
    return asked, readable.get(asked, current().department_name)


def _may_declare(department_id: int) -> bool:
    return current().may("credit.report") and current().department_id == department_id


def _month(given: str) -> date | None:
    try:
        return date.fromisoformat(f"{given}-01")
    except ValueError:
        return None
