"""公示审核: the list by its clocks, one record with its masks, one click or a batch."""

from collections.abc import Callable
from datetime import date
from http import HTTPStatus
from typing import Final

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from credit.publicity import service
from credit.publicity.clocks.rules import days_late
from credit.publicity.errors import ChangedMeanwhile, ReasonNeeded
from credit.publicity.masking.schemas import PersonalKind
from credit.publicity.masking.service import confirm
from credit.publicity.models import Publication
from credit.publicity.projecting.features import texts_of
from credit.publicity.queries import decision_of, kept_rules, publication_for, publications_for
from credit.publicity.review import queries
from credit.publicity.review.features import with_words
from credit.publicity.review.forms import reason, revision, severity, ticked, wanted, words
from credit.publicity.review.schemas import Flag, Tab
from credit.publicity.rules import Block
from credit.publicity.service import Given
from credit.publicity.states import PublicationState
from credit.reporting.states import KIND_LABELS, SEVERITY_LABELS, Kind, Severity
from supervision.accounts.rules import actor_of
from supervision.kernel.access import current, requires
from supervision.kernel.clock import now, today
from supervision.kernel.db import reading, transaction
from supervision.kernel.errors import DomainError
from supervision.kernel.workdays.rules import WorkCalendar

pages = Blueprint("publicity-review", __name__, url_prefix="/credit/publicity")
TEMPLATES: Final = "credit/publicity/review/templates"
RECORD: Final = "/<int(max=9223372036854775807):publication_id>"


@pages.get("")
@requires("credit.review")
def page() -> str:
    """公示审核."""
    return _list_page()


def _list_page(refused: list[tuple[str, str]] | None = None, error: DomainError | None = None) -> str:
    asked, on = wanted(request.args), today()
    with reading() as session:
        found = queries.records(session, current(), wanted=asked, actor=actor_of(current()), today=on)
        calendar = kept_rules(session, now=now()).calendar
    return render_template(
        f"{TEMPLATES}/list.html",
        found=found,
        wanted=asked,
        tabs=tuple(Tab),
        flags=tuple(Flag),
        kinds={kind.value: label for kind, label in KIND_LABELS.items()},
        clock=_clock(calendar, on),
        refused=refused or [],
        error=error,
        all_ticked=request.args.get("tick") == "all",
    )


def _clock(calendar: WorkCalendar, on: date) -> Callable[[date | None, bool], tuple[str, str]]:
    """Return how a deadline is said: words and tone."""

    def said(due: date | None, stock: bool) -> tuple[str, str]:  # noqa: FBT001 - a template hands over the record's own fact
        if stock or due is None:
            return ("存量，不计迟报" if stock else "无期限", "mute")
        late = days_late(due, done_on=on, stock=stock, calendar=calendar)
        if late:
            return f"逾期 {late} 个工作日", "bad"
        left = calendar.difference(on, due).days
        return ("今天到期", "warn") if due == on else (f"还有 {left} 个工作日", "warn" if left <= 1 else "mute")

    return said


@pages.post("/publish")
@requires("credit.review")
def publish_chosen() -> ResponseReturnValue:
    """Publish what was ticked, each by itself, and say why one could not be."""
    try:
        chosen = ticked(request.form.getlist("record"))
    except DomainError as error:
        return _list_page(error=error), HTTPStatus.UNPROCESSABLE_ENTITY
    refused = []
    with transaction() as session:
        ready, moment = [], now()
        for record in publications_for(session, current(), list(chosen)):
            given = Given(actor_of(current()), moment, chosen[record.id])
            hindered = _hindered(session, record, given)
            if hindered is None:
                ready.append(record)
            else:
                refused.append((record.doc_no, f"{hindered.text}。{hindered.remedy_text}"))
        service.publish_many(session, ready, Given(actor_of(current()), moment))
    if refused:
        flash(f"已公示 {len(ready)} 条，{len(refused)} 条没有公示", "warn")
        return _list_page(refused), HTTPStatus.UNPROCESSABLE_ENTITY
    flash(f"已公示 {len(ready)} 条", "ok")
    return redirect(url_for("publicity-review.page", **wanted(request.args).parts()), HTTPStatus.SEE_OTHER)


def _hindered(session: Session, record: Publication, given: Given) -> DomainError | None:
    if record.state != PublicationState.DRAFT:
        return ChangedMeanwhile(doc_no=record.doc_no)
    return service.obstacle(record, decision_of(session, record), given)


@pages.get(RECORD)
@requires("credit.review")
def show(publication_id: int) -> str:
    """One record."""
    return _record_page(publication_id)


def _record_page(publication_id: int, error: DomainError | None = None) -> str:
    on = today()
    with reading() as session:
        found = queries.opened(session, current(), publication_id, actor=actor_of(current()), now=now())
        following = queries.next_waiting(session, current(), record=found.record)
        calendar = kept_rules(session, now=now()).calendar
    record = found.record
    return render_template(
        f"{TEMPLATES}/record.html",
        found=found,
        record=record,
        state=PublicationState(record.state),
        block=Block(record.block) if record.block else None,
        kind=KIND_LABELS[Kind(record.kind)],
        severities=SEVERITY_LABELS,
        severity=SEVERITY_LABELS[Severity(record.severity)] if record.severity else "",
        proposed=SEVERITY_LABELS[Severity(record.severity_proposed)] if record.severity_proposed else "",
        personal=PersonalKind,
        clock=_clock(calendar, on),
        flags=Flag,
        following=following,
        error=error,
        typed=request.form,
    )


def _act(
    publication_id: int, act: Callable[[Session, Publication, Given], str], *, onward: bool = False
) -> ResponseReturnValue:
    """Do something with one record; a refusal keeps the page and what was typed."""
    try:
        with transaction() as session:
            record = publication_for(session, current(), publication_id, lock=True)
            following = queries.next_waiting(session, current(), record=record) if onward else None
            said = act(session, record, Given(actor_of(current()), now(), revision(request.form)))
    except DomainError as error:
        if error.http_status == HTTPStatus.NOT_FOUND:
            raise
        return _record_page(publication_id, error), error.http_status
    flash(said, "ok")
    return redirect(url_for("publicity-review.show", publication_id=following or publication_id), HTTPStatus.SEE_OTHER)


@pages.post(f"{RECORD}/publish")
@requires("credit.review")
def publish(publication_id: int) -> ResponseReturnValue:
    """通过公示."""

    def act(session: Session, record: Publication, given: Given) -> str:
        service.publish(session, record, given, reason=reason(request.form))
        return f"“{record.doc_no}”已公示"

    return _act(publication_id, act, onward=True)


@pages.post(f"{RECORD}/masks")
@requires("credit.review")
def masks(publication_id: int) -> ResponseReturnValue:
    """确认脱敏: what stays ticked is covered, and the words that were added."""

    def act(session: Session, record: Publication, given: Given) -> str:
        kept = set(request.form.getlist("mask"))
        decided = [{**mask, "on": str(number) in kept} for number, mask in enumerate(record.masks)]
        decided = with_words(texts_of(decision_of(session, record)), decided, words(request.form))
        confirm(session, record, given, masks=decided)
        return f"已确认脱敏，隐去 {sum(bool(mask['on']) for mask in decided)} 处"

    return _act(publication_id, act)


@pages.post(f"{RECORD}/severity")
@requires("credit.review")
def decide_severity(publication_id: int) -> ResponseReturnValue:
    """确认严重程度."""

    def act(session: Session, record: Publication, given: Given) -> str:
        chosen = severity(request.form)
        if chosen is None:
            raise ReasonNeeded(doc_no=record.doc_no, what="没有选择严重程度")
        service.decide_severity(session, record, given, severity=chosen)
        return f"严重程度已确认为“{SEVERITY_LABELS[chosen]}”，公示期限随之计算"

    return _act(publication_id, act)


@pages.post(f"{RECORD}/withhold")
@requires("credit.review")
def withhold(publication_id: int) -> ResponseReturnValue:
    """不予公示."""

    def act(session: Session, record: Publication, given: Given) -> str:
        service.withhold(session, record, given, reason=reason(request.form))
        return f"“{record.doc_no}”不予公示，理由已记录"

    return _act(publication_id, act, onward=True)


@pages.post(f"{RECORD}/take-up")
@requires("credit.review")
def take_up(publication_id: int) -> ResponseReturnValue:
    """重新审核."""

    def act(session: Session, record: Publication, given: Given) -> str:
        service.take_up(session, record, given, reason=reason(request.form))
        return f"“{record.doc_no}”已转回待审核"

    return _act(publication_id, act)


@pages.post(f"{RECORD}/withdraw")
@requires("credit.review")
def withdraw(publication_id: int) -> ResponseReturnValue:
    """撤下公示."""

    def act(session: Session, record: Publication, given: Given) -> str:
        service.withdraw(session, record, given, reason=reason(request.form))
        return f"“{record.doc_no}”已从门户撤下，理由已公开"

    return _act(publication_id, act)
