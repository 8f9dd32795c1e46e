"""信用修复办理: the queue of a department, one application with its documents in place, and what can be done with it."""

from collections.abc import Callable
from datetime import date
from http import HTTPStatus
from typing import Final
from urllib.parse import quote

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from credit.publicity.queries import kept_rules
from credit.repair.applying.queries import NAMES
from credit.repair.deciding import queries, service
from credit.repair.deciding.forms import after_of, reason, revision, tab_of
from credit.repair.deciding.queries import PAGE
from credit.repair.deciding.rules import NOTICES, notice_of
from credit.repair.deciding.schemas import Tab
from credit.repair.models import Repair
from credit.repair.service import Given
from credit.repair.states import HolderState, Paper, RepairAction, RepairState
from supervision.accounts.models import Department
from supervision.accounts.rules import actor_of
from supervision.kernel import audit
from supervision.kernel.access import current, requires
from supervision.kernel.attachments import path_of
from supervision.kernel.clock import now, today
from supervision.kernel.db import reading, transaction
from supervision.kernel.errors import DomainError
from supervision.kernel.workdays.rules import WorkCalendar
from supervision.notices.handling.attaching.rules import opens
from supervision.web.headers import CONTENT_SECURITY_POLICY

pages = Blueprint("credit-repair", __name__, url_prefix="/credit/repair")
TEMPLATES: Final = "credit/repair/deciding/templates"
BIGGEST: Final = "9223372036854775807"
ONE: Final = f"/<int(max={BIGGEST}):repair_id>"
INSIDE: Final = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'self'"


@pages.get("")
@requires("credit.repair")
def page() -> str:
    """信用修复办理."""
    tab, after, on = tab_of(request.args), after_of(request.args), today()
    with reading() as session:
        found = queries.lines(session, current(), tab=tab, after=after)
        counts = queries.counts(session, current())
        calendar = kept_rules(session, now=now()).calendar
    return render_template(
        f"{TEMPLATES}/list.html",
        tab=tab,
        tabs=tuple(Tab),
        counts=counts,
        lines=found[:PAGE],
        previous=max(after - PAGE, 0) if after else None,
        following=after + PAGE if len(found) > PAGE else None,
        clock=_clock(calendar, on),
    )


def _clock(calendar: WorkCalendar, on: date) -> Callable[[date], tuple[str, str]]:
    """Return how a deadline is said: words and tone."""

    def said(due: date) -> tuple[str, str]:
        days = calendar.difference(on, due).days
        if due < on:
            return f"逾期 {max(-days, 1)} 个工作日", "bad"
        return ("今天到期", "warn") if due == on else (f"还有 {days} 个工作日", "warn" if days <= 1 else "mute")

    return said


@pages.get(ONE)
@requires("credit.repair")
def show(repair_id: int) -> Response:
    """One application."""
    return _page(repair_id)


def _page(repair_id: int, error: DomainError | None = None) -> Response:
    with reading() as session:
        found = queries.opened(session, current(), repair_id, on=today())
        calendar = kept_rules(session, now=now()).calendar
    page = render_template(
        f"{TEMPLATES}/repair.html",
        found=found,
        repair=found.repair,
        state=found.state,
        states=RepairState,
        clock=_clock(calendar, today()),
        names=NAMES,
        opens=opens,
        paper_of=Paper,
        action_of=RepairAction,
        state_of=RepairState,
        holder_state=HolderState,
        has_notice=found.state in NOTICES,
        me=actor_of(current()),
        decides=current().may("credit.restore"),
        error=error,
        typed=request.form,
        today=today(),
    )
    answer = make_response(page, error.http_status if error else HTTPStatus.OK)
    answer.headers["Content-Security-Policy"] = f"{CONTENT_SECURITY_POLICY}; frame-src 'self'"
    return answer


@pages.get(f"{ONE}/papers/<int(max={BIGGEST}):paper_id>")
@requires("credit.repair")
def paper(repair_id: int, paper_id: int) -> Response:
    """A document, shown where one reads."""
    with transaction() as session:
        repair = queries.repair_for(session, current(), repair_id)
        file = queries.paper_of(session, repair, paper_id)
        audit.log_read(
            session,
            actor=actor_of(current()),
            object_kind="repair",
            object_id=repair.id,
            now=now(),
            department_id=current().department_id,
        )
        answer = send_file(path_of(file), mimetype=file.media_type, conditional=True)
        answer.headers["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(file.filename)}"
    answer.headers["Content-Security-Policy"] = INSIDE
    answer.headers["X-Frame-Options"] = "SAMEORIGIN"
    return answer


@pages.get(f"{ONE}/notice")
@requires("credit.repair")
def notice(repair_id: int) -> str:
    """The notice as the applicant reads it."""
    with reading() as session:
        repair = queries.repair_for(session, current(), repair_id)
        department = session.get_one(Department, repair.department_id).name
    return render_template(
        f"{TEMPLATES}/notice.html",
        here="",
        repair=repair,
        department=department,
        said=notice_of(RepairState(repair.state)),
        back=url_for("credit-repair.show", repair_id=repair_id),
    )


def _act(repair_id: int, act: Callable[[Session, Repair, Given], str]) -> ResponseReturnValue:
    """Do something with one application; a refusal keeps the page and what was typed."""
    try:
        with transaction() as session:
            repair = queries.repair_for(session, current(), repair_id, lock=True)
            said = act(session, repair, Given(actor_of(current()), now(), revision(request.form)))
    except DomainError as error:
        if error.http_status == HTTPStatus.NOT_FOUND:
            raise
        return _page(repair_id, error)
    flash(said, "ok")
    return redirect(url_for("credit-repair.show", repair_id=repair_id), HTTPStatus.SEE_OTHER)


@pages.post(f"{ONE}/accept")
@requires("credit.repair")
def accept(repair_id: int) -> ResponseReturnValue:
    """受理."""

    def act(session: Session, repair: Repair, given: Given) -> str:
        service.accept(session, repair, given)
        return f"已受理 {repair.number}，应于 {repair.decide_by} 前由另一人作出决定"

    return _act(repair_id, act)


@pages.post(f"{ONE}/ask")
@requires("credit.repair")
def ask(repair_id: int) -> ResponseReturnValue:
    """要求补正."""

    def act(session: Session, repair: Repair, given: Given) -> str:
        service.ask(session, repair, given, reason=reason(request.form))
        return f"已要求补正 {repair.number}，申请人凭回执可见"

    return _act(repair_id, act)


@pages.post(f"{ONE}/decline")
@requires("credit.repair")
def decline(repair_id: int) -> ResponseReturnValue:
    """不予受理."""

    def act(session: Session, repair: Repair, given: Given) -> str:
        service.decline(session, repair, given, reason=reason(request.form))
        return f"{repair.number} 不予受理，理由已告知申请人"

    return _act(repair_id, act)


@pages.post(f"{ONE}/extend")
@requires("credit.restore")
def extend(repair_id: int) -> ResponseReturnValue:
    """延长审查期限."""

    def act(session: Session, repair: Repair, given: Given) -> str:
        service.extend(session, repair, given, reason=reason(request.form))
        return f"{repair.number} 审查期限延长至 {repair.decide_by}"

    return _act(repair_id, act)


@pages.post(f"{ONE}/approve")
@requires("credit.restore")
def approve(repair_id: int) -> ResponseReturnValue:
    """决定修复."""

    def act(session: Session, repair: Repair, given: Given) -> str:
        service.approve(session, repair, given, reason=reason(request.form))
        return f"{repair.number} 已修复，公示已停止，已逐处通知解除"

    return _act(repair_id, act)


@pages.post(f"{ONE}/refuse")
@requires("credit.restore")
def refuse(repair_id: int) -> ResponseReturnValue:
    """决定不予修复."""

    def act(session: Session, repair: Repair, given: Given) -> str:
        service.refuse(session, repair, given, reason=reason(request.form))
        return f"{repair.number} 不予修复，理由已告知申请人"

    return _act(repair_id, act)


@pages.post(f"{ONE}/undo")
@requires("credit.restore")
def undo(repair_id: int) -> ResponseReturnValue:
    """撤销修复."""

    def act(session: Session, repair: Repair, given: Given) -> str:
        service.undo(session, repair, given, reason=reason(request.form))
        return f"{repair.number} 已撤销，恢复公示并重新计算公示期，{repair.barred_until} 以前不得再申请"

    return _act(repair_id, act)
