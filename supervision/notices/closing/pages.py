"""待确认的许可, 证照缺口 and 改革方式跟踪."""

from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from supervision.kernel.access import current, requires
from supervision.kernel.clock import now, today
from supervision.kernel.db import reading, transaction
from supervision.kernel.divisions import division_name
from supervision.notices.closing import queries, service
from supervision.notices.closing.following import queries as followed
from supervision.notices.closing.following import service as following
from supervision.notices.closing.gaps import queries as gaps
from supervision.notices.closing.gaps import service as checking

pages = Blueprint("closing", __name__, url_prefix="/notices")
FOLDER = "supervision/notices/closing/templates"
VIEWS = {"open": "跟踪中", "late": "已逾期", "done": "已有结果", "matters": "随机抽查事项"}
pages.add_app_template_global(lambda notice_id: queries.proposals_of(current(), notice_id), "licence_proposals")
pages.add_app_template_global(lambda: current().department_id if current().may("notices.handle") else None, "acting_department")


@pages.get("/licences")
@requires("notices.read")
def licences() -> str:
    """待确认的许可."""
    with reading() as session:
        lines = queries.proposals(session, current(), notice_id=_number("notice"))
    return render_template(f"{FOLDER}/licences.html", lines=lines)


@pages.post("/licences/<int(max=9223372036854775807):proposal_id>/accept")
@requires("notices.handle")
def accept(proposal_id: int) -> ResponseReturnValue:
    """The department says that it is the one."""
    with transaction() as session:
        notice = service.accept(session, current(), proposal_id=proposal_id, now=now())
    return _settled(f"{notice.number} 已凭这条许可办结")


@pages.post("/licences/<int(max=9223372036854775807):proposal_id>/refuse")
@requires("notices.handle")
def refuse(proposal_id: int) -> ResponseReturnValue:
    """The department says that it is another."""
    with transaction() as session:
        notice = service.refuse(session, current(), proposal_id=proposal_id, now=now())
    return _settled(f"已记下：这条许可不是 {notice.number} 的事项")


def _settled(said: str) -> ResponseReturnValue:
    flash(said, "ok")
    return redirect(url_for("closing.licences"), HTTPStatus.SEE_OTHER)


@pages.get("/gaps")
@requires("notices.read")
def licence_gaps() -> str:
    """证照缺口."""
    with reading() as session:
        found = gaps.gaps(session, current(), before=_number("before"))
    shown = found[: gaps.SIZE]
    following_id = shown[-1].notice.id if len(found) > gaps.SIZE else None
    return render_template(
        f"{FOLDER}/gaps.html", gaps=shown, following=following_id, may=current().may, own=current().department_id
    )


@pages.post("/gaps/<int(max=9223372036854775807):notice_id>/check")
@requires("notices.handle")
def check(notice_id: int) -> ResponseReturnValue:
    """Hand a gap over to be looked into."""
    with transaction() as session:
        checking.check(session, current(), notice_id=notice_id, now=now())
    flash("已转入线索登记，15 个工作日内核查", "ok")
    return redirect(url_for("closing.licence_gaps"), HTTPStatus.SEE_OTHER)


@pages.get("/follow-ups")
@requires("notices.read")
def follow_ups() -> str:
    """改革方式跟踪."""
    view = request.args.get("view", "open")
    view, after = view if view in VIEWS else "open", min(_number("after") or 0, 100_000)
    with reading() as session:
        if view == "matters":
            lines, size = followed.matters(session, current(), after=after), followed.SIZE
        else:
            lines = followed.follow_ups(session, current(), view=view, after=after, today=today())  # type: ignore[assignment]  # the template tells them apart
            size = followed.SIZE
        late = followed.late(session, current(), today=today())
    return render_template(
        f"{FOLDER}/follow_ups.html",
        view=view,
        views=VIEWS,
        lines=lines[:size],
        previous=max(after - size, 0) if after else None,
        following=after + size if len(lines) > size else None,
        late=late,
        today=today(),
        may=current().may,
        own=current().department_id,
        place=lambda code: (division_name(code, today()) or code) if code else "",
    )


@pages.post("/follow-ups/<int(max=9223372036854775807):follow_up_id>")
@requires("notices.handle")
def verify(follow_up_id: int) -> ResponseReturnValue:
    """The department says what it found."""
    true = request.form.get("found") == "true"
    with transaction() as session:
        following.verify(
            session, current(), follow_up_id=follow_up_id, true=true, note=request.form.get("note", "")[:1000], now=now()
        )
    flash("已记下核查结果" if true else "已记下核查结果，并转入线索登记", "ok")
    return redirect(url_for("closing.follow_ups"), HTTPStatus.SEE_OTHER)


def _number(name: str) -> int | None:
    found = request.args.get(name, type=int)
    return found if found is not None and 0 < found < 2**63 else None
