"""疑问数据: the department's queue, one row with its remedies, and many alike at once."""

from http import HTTPStatus
from typing import Any, Final

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from credit.questions import queries, service
from credit.questions.forms import number, wanted
from credit.questions.mending import service as mending
from credit.questions.models import Question
from credit.questions.queries import Offered, QuestionLine
from credit.questions.schemas import LABELS
from credit.questions.service import Who
from credit.questions.states import Origin, QuestionState
from credit.standards.queries import checking_rules
from credit.standards.schemas import table_of
from supervision.accounts.rules import actor_of
from supervision.archive.subjects.masking.rules import masked_name
from supervision.intake import service as intake
from supervision.kernel.access import current, requires
from supervision.kernel.clock import now, today
from supervision.kernel.db import reading, transaction
from supervision.kernel.errors import Conflict, DomainError, NotFound

pages = Blueprint("questions", __name__, url_prefix="/credit/questions")
TEMPLATES: Final = "credit/questions/templates"
ID: Final = "/<int(max=9223372036854775807):question_id>"
SHOWN: Final = 5


def named(question: Question) -> str:
    """Return the counterpart as a list shows it: of a person the surname only."""
    name = question.party_name or ""
    return masked_name(name) if question.about_person and name else name


@pages.get("")
@requires("credit.read")
def page() -> str:
    """疑问数据."""
    asked = wanted(request.args)
    with reading() as session:
        found = queries.questions(session, current(), wanted=asked, today=today())
        shown = found[: queries.PAGE]
        return render_template(
            f"{TEMPLATES}/queue.html",
            lines=shown,
            more=shown[-1].question.id if len(found) > queries.PAGE else None,
            wanted=asked,
            counts=queries.counts(session, current(), today=today()),
            causes=queries.causes(session, current(), today=today()),
            **_words(session),
        )


@pages.get("/alike")
@requires("credit.read")
def alike() -> str:
    """Open questions with one cause, and what may be done about all of them at once."""
    cause = wanted(request.args).cause
    with reading() as session:
        offers = queries.offers(session, queries.open_alike(session, current(), cause))
        if not offers:
            raise NotFound
        kinds = {kind: [offer for offer in offers if _first(offer) == kind] for kind in LABELS}
        return render_template(
            f"{TEMPLATES}/alike.html",
            cause=cause,
            offers=offers,
            first=_first,
            kinds={kind: rows for kind, rows in kinds.items() if rows},
            fault=offers[0].question.faults[0],
            **_words(session),
        )


def _first(offer: Offered) -> str | None:
    return offer.remedies[0].kind if offer.remedies else None


@pages.post("/alike")
@requires("credit.report")
def mend_alike() -> ResponseReturnValue:
    """Apply one remedy to every row for which it is the first one offered."""
    kind, cause = request.form.get("kind", ""), wanted(request.form).cause
    with transaction() as session:
        offers = queries.offers(session, queries.open_alike(session, current(), cause, lock=True))
        found = [offer for offer in offers if _first(offer) == kind]
        batches = mending.mend_alike(session, found, kind=kind, principal=current(), who=_who())
    closed = _load(batches)
    left = len(found) - closed
    told = f"{len(found)} 行已{LABELS[kind]}并重报，{closed} 行通过" + (f"，{left} 行还有别的问题" if left else "")
    flash(told, "ok" if not left else "warn")
    return redirect(url_for("questions.page"), HTTPStatus.SEE_OTHER)


def _load(batches: list[int]) -> int:
    """Load what was handed in at once, as the worker would, and close what passed."""
    intake.run(batches, clock=now)
    closed = 0
    for batch_id in batches:
        with transaction() as session:
            closed += service.settle(session, batch_id=batch_id, now=now())
    return closed


@pages.get(ID)
@requires("credit.read")
def question(question_id: int) -> str:
    """One row: what is wrong, what would help, and how to answer otherwise."""
    with reading() as session:
        return _page(session, question_id, None)


@pages.post(f"{ID}/mend")
@requires("credit.report")
def mend(question_id: int) -> ResponseReturnValue:
    """Apply the remedy that was offered and hand the row in again."""

    def step(session: Session, line: QuestionLine) -> int:
        return mending.mend(session, line.question, kind=request.form.get("kind", ""), principal=current(), who=_who())

    return _answered(question_id, step, loads=True)


@pages.post(f"{ID}/explain")
@requires("credit.report")
def explain(question_id: int) -> ResponseReturnValue:
    """Explain; a second person has to agree."""

    def step(session: Session, line: QuestionLine) -> None:
        service.explain(session, line.question, words=request.form.get("words", ""), who=_who())

    return _answered(question_id, step, told="说明已提交，等审核人员确认")


@pages.post(f"{ID}/withdraw")
@requires("credit.report")
def withdraw(question_id: int) -> ResponseReturnValue:
    """Take the row back."""

    def step(session: Session, line: QuestionLine) -> None:
        service.withdraw(session, line.question, words=request.form.get("words", ""), who=_who())

    return _answered(question_id, step, told="已撤回，这一行不再处理")


@pages.post(f"{ID}/confirm")
@requires("credit.review")
def confirm(question_id: int) -> ResponseReturnValue:
    """Agree with the explanation."""

    def step(session: Session, line: QuestionLine) -> None:
        service.confirm(session, line.question, who=_who())

    return _answered(question_id, step, told="说明已确认")


@pages.post(f"{ID}/return")
@requires("credit.review")
def send_back(question_id: int) -> ResponseReturnValue:
    """Disagree with the explanation."""

    def step(session: Session, line: QuestionLine) -> None:
        service.send_back(session, line.question, words=request.form.get("words", ""), who=_who())

    return _answered(question_id, step, told="已退回，等报送人员处理")


def _answered(question_id: int, step: Any, *, told: str = "", loads: bool = False) -> ResponseReturnValue:
    """Take one step with a question that nobody else has dealt with meanwhile, or show it with what went wrong."""
    try:
        with transaction() as session:
            line = queries.question_for(session, current(), question_id, lock=True)
            service.expect(line.question, revision=number(request.form.get("revision", "")) or 0)
            batch_id = step(session, line)
    except NotFound:
        raise
    except DomainError as error:
        with reading() as session:
            status = HTTPStatus.CONFLICT if isinstance(error, Conflict) else HTTPStatus(error.http_status)
            return _page(session, question_id, error), status
    if loads:
        closed = _load([batch_id])
        told = "改正后的行已通过，这条疑问数据办结" if closed else "已重报，但还没有通过，问题见下"
    flash(told, "ok" if not loads or closed else "warn")
    return redirect(url_for("questions.question", question_id=question_id), HTTPStatus.SEE_OTHER)


def _page(session: Session, question_id: int, error: DomainError | None) -> str:
    line = queries.question_for(session, current(), question_id)
    offer = queries.offered(session, line.question)
    return render_template(
        f"{TEMPLATES}/question.html",
        line=line,
        question=line.question,
        offer=offer,
        table=table_of(line.question.row_kind),
        typed=request.form,
        error=error,
        **_words(session),
    )


def _words(session: Session) -> dict[str, Any]:
    return {
        "rules": {rule.rule_id: rule for rule in checking_rules(session)},
        "states": QuestionState,
        "origins": Origin,
        "labels": LABELS,
        "named": named,
        "today": today(),
    }


def _who() -> Who:
    return Who(actor_of(current()), now())
