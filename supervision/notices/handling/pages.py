"""双告知收件箱: the list of a department, one notice, and what can be done with it there."""

from collections.abc import Callable, Sequence
from datetime import date
from http import HTTPStatus
from uuid import uuid4

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from supervision.accounts.departments.queries import departments
from supervision.kernel.access import current, requires
from supervision.kernel.clock import now, today
from supervision.kernel.db import reading, transaction
from supervision.kernel.errors import DomainError
from supervision.notices.claiming.queries import office_ids
from supervision.notices.handling import queries, service
from supervision.notices.handling.deadlines.queries import kept_clocks
from supervision.notices.handling.forms import DUES, answer_of, back, chosen, given, ids_of
from supervision.notices.handling.naming.queries import kept_names
from supervision.notices.handling.rules import due, pieces, places
from supervision.notices.handling.schemas import Facet, Filter, Inbox, Shown, Tab
from supervision.notices.handling.service import Given
from supervision.notices.handling.showing import queries as showing
from supervision.notices.models import Notice
from supervision.notices.states import Feedback, NoticeAction, NoticeKind, NoticeState
from supervision.web.headers import CONTENT_SECURITY_POLICY

pages = Blueprint("inbox", __name__, url_prefix="/notices")
FOLDER = "supervision/notices/handling/templates"
A_WEEK = 5
NOTICE = "/<int(max=9223372036854775807):notice_id>"


@pages.get("")
@requires("notices.read")
def page() -> Response:
    """双告知收件箱."""
    wanted, on = chosen(request.args), today()
    with reading() as session:
        clocks = kept_clocks(session, now=now())
        found = queries.inbox(
            session,
            current(),
            wanted=wanted,
            today=on,
            soon=clocks.calendar.add(on, A_WEEK).day,
            after=request.args.get("after"),
            before=request.args.get("before"),
        )
        opened = _opened(session, found)
        return _framing(_inbox_page(session, found, wanted, opened))


def _opened(session: Session, found: Inbox) -> Shown | None:
    """Return the notice of the reading pane: the one asked for, else the first."""
    asked = request.args.get("open", type=int)
    first = next((line.id for line in found.lines), None)
    if asked is None or not 0 < asked < 2**63:
        return showing.shown(session, current(), first) if first else None
    return showing.shown(session, current(), asked)


def _inbox_page(session: Session, found: Inbox, wanted: Filter, opened: Shown | None) -> str:
    place = {name: request.args[name] for name in ("after", "before") if request.args.get(name)}
    return render_template(
        f"{FOLDER}/inbox.html",
        found=found,
        wanted=wanted,
        place=place,
        tabs=tuple(Tab),
        kinds=NoticeKind,
        dues=DUES,
        opened=opened,
        own=found.office_id == current().department_id,
        all_ticked=request.args.get("tick") == "all",
        facets=_facets,
        label_of=lambda items, value: next((item.label for item in items if item.value == value), value),
        kind_options=[(kind.value, kind.label, None) for kind in NoticeKind],
        back=url_for("inbox.page", **wanted.parts(**place, open=opened.notice.id if opened else None)),
        **_frame(session, opened),
    )


def _facets(items: Sequence[Facet], name: Callable[[str], str] = str) -> list[tuple[str, str, int]]:
    return [(item.value, name(item.label), item.count) for item in items]


def _frame(session: Session, opened: Shown | None) -> dict[str, object]:
    """Return what the parts of a notice need, beside a list or on a page of their own."""
    on, clocks, names = today(), kept_clocks(session, now=now()), kept_names(session, now=now())

    def due_of(state: str, due_on: date | None) -> object:
        return due(NoticeState(state), due_on, today=on, clocks=clocks)

    return {
        "shown": opened,
        "mine": opened is not None and opened.notice.department_id == current().department_id,
        "pieces": pieces(opened.scope, opened.notice.spans) if opened else [],
        "due_of": due_of,
        "clocks": clocks,
        "place_of": lambda division: places(division, on=on, names=names),
        "feedbacks": tuple(Feedback),
        "kind_of": NoticeKind,
        "action_of": NoticeAction,
        "may": current().may,
        "key": uuid4,
    }


@pages.get(NOTICE)
@requires("notices.read")
def show(notice_id: int) -> Response:
    """One notice."""
    with reading() as session:
        return _framing(_page_of(session, notice_id))


def _framing(page: str) -> Response:
    """Let the page show our own files in frames, which no other page does."""
    answer = make_response(page)
    answer.headers["Content-Security-Policy"] = f"{CONTENT_SECURITY_POLICY}; frame-src 'self'"
    return answer


def _page_of(session: Session, notice_id: int, *, error: DomainError | None = None) -> str:
    shown = showing.shown(session, current(), notice_id)
    hands_on = current().may("notices.reassign")
    offices = (
        [office for office in departments(session, on=today()) if office.id != shown.notice.department_id] if hands_on else []
    )
    named = office_ids(session, shown.notice, on=today()) if hands_on else frozenset()
    return render_template(
        f"{FOLDER}/notice.html",
        error=error,
        suggested=[office for office in offices if office.id in named],
        offices=[office for office in offices if office.id not in named],
        back=url_for("inbox.show", notice_id=notice_id),
        typed=request.form,
        **_frame(session, shown),
    )


@pages.post(f"{NOTICE}/receive")
@requires("notices.handle")
def receive(notice_id: int) -> ResponseReturnValue:
    """接收."""
    with transaction() as session:
        notice, form = _asked(session, notice_id)
        service.receive(session, notice, form)
        said = f"已接收 {notice.number}，请在 {notice.answer_by} 前反馈" if notice.answer_by else f"已接收 {notice.number}"
    return _onward(notice_id, said)


@pages.post(f"{NOTICE}/answer")
@requires("notices.handle")
def answer(notice_id: int) -> ResponseReturnValue:
    """反馈; what was typed stays where something is missing."""
    try:
        with transaction() as session:
            shown = showing.shown(session, current(), notice_id)
            said = answer_of(request.form, request.files.getlist("files"), shown.texts)
            service.answer(session, shown.notice, said, given(current(), request.form, now=now()))
            told = f"已反馈“{Feedback(shown.notice.feedback or '').label}”"
            told += "，线索已转入线索登记" if shown.notice.feedback == Feedback.UNLICENSED else ""
    except DomainError as error:
        if error.http_status != HTTPStatus.UNPROCESSABLE_ENTITY:
            raise
        with reading() as session:
            return _framing(_page_of(session, notice_id, error=error)), HTTPStatus.UNPROCESSABLE_ENTITY
    return _onward(notice_id, told)


@pages.post(f"{NOTICE}/return")
@requires("notices.handle")
def return_(notice_id: int) -> ResponseReturnValue:
    """回退."""
    with transaction() as session:
        notice, form = _asked(session, notice_id)
        service.return_(session, notice, form, reason=_reason())
        said = f"已回退 {notice.number}，转入认领池"
    return _away(said)


@pages.post(f"{NOTICE}/reassign")
@requires("notices.reassign")
def reassign(notice_id: int) -> ResponseReturnValue:
    """改派."""
    target = request.form.get("department_id", 0, type=int)
    with transaction() as session:
        notice, form = _asked(session, notice_id)
        service.reassign(session, notice, form, department_id=target, reason=_reason())
        office = service.living(session, target).short_name
    return _away(f"已改派 {notice.number} 给{office}，接收期限重新起算")


@pages.post(f"{NOTICE}/merge")
@requires("notices.handle")
def merge(notice_id: int) -> ResponseReturnValue:
    """并案."""
    with transaction() as session:
        notice, form = _asked(session, notice_id)
        others = queries.notices_for(session, current(), ids_of(request.form.getlist("other")))
        service.merge(session, notice, others, form)
    return _onward(notice_id, f"已把 {len(others)} 件并入 {notice.number}")


@pages.post(f"{NOTICE}/reopen")
@requires("notices.reassign")
def reopen(notice_id: int) -> ResponseReturnValue:
    """重新办理."""
    with transaction() as session:
        notice, form = _asked(session, notice_id)
        service.reopen(session, notice, form, reason=_reason())
    return _onward(notice_id, f"{notice.number} 已退回办理中，原反馈保留在经过中")


@pages.post(f"{NOTICE}/urge")
@requires("notices.oversee")
def urge(notice_id: int) -> ResponseReturnValue:
    """催办."""
    with transaction() as session:
        notice, form = _asked(session, notice_id)
        service.urge(session, notice, form, reason=_reason())
    return _onward(notice_id, f"已催办 {notice.number}")


def _asked(session: Session, notice_id: int) -> tuple[Notice, Given]:
    """Return the notice and the form that was posted about it."""
    form = given(current(), request.form, now=now())
    return queries.notice_for(session, current(), notice_id, request_key=form.request_key), form


def _reason() -> str:
    return " ".join(part for part in (request.form.get("why", ""), request.form.get("reason", "").strip()) if part)


def _onward(notice_id: int, said: str) -> ResponseReturnValue:
    flash(said, "ok")
    return redirect(back(request.form, otherwise=url_for("inbox.show", notice_id=notice_id)), HTTPStatus.SEE_OTHER)


def _away(said: str) -> ResponseReturnValue:
    """Go back to the list: what was given away is not read any more."""
    flash(said, "ok")
    return redirect(url_for("inbox.page"), HTTPStatus.SEE_OTHER)
