"""登记窗口: look at what an applicant applies for, decide, hand out the sheet."""

from contextlib import suppress
from datetime import timedelta
from http import HTTPStatus
from typing import Any
from uuid import UUID, uuid4

from flask import Blueprint, current_app, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from supervision.accounts.rules import actor_of
from supervision.kernel import attachments
from supervision.kernel.access import current, requires
from supervision.kernel.clock import now, today
from supervision.kernel.db import reading, transaction
from supervision.kernel.errors import DomainError, NotFound
from supervision.kernel.settings import Settings
from supervision.licensing.catalogue.queries import catalogue_numbered
from supervision.licensing.matching.schemas import ScopeToMatch
from supervision.licensing.matching.service import decide_many
from supervision.notices.informing import queries, service
from supervision.notices.informing.finding.service import find
from supervision.notices.informing.forms import (
    AdditionForm,
    ApplicationForm,
    BusinessForm,
    JudgementForm,
    ReasonForm,
    revision_of,
    wanted,
)
from supervision.notices.informing.linking.service import link_informing, number_business
from supervision.notices.informing.models import Informing
from supervision.notices.informing.places.queries import place_name, places
from supervision.notices.informing.schemas import Channel
from supervision.notices.informing.sheets.rules import KINDS, MODES, how, mode_key, parts
from supervision.notices.informing.sheets.service import check_mark, shown_spans, signer_of, words_of
from supervision.notices.informing.states import InformingState, SignerRole, Verdict, Way

pages = Blueprint("counter", __name__, url_prefix="/counter")
TEMPLATES = "supervision/notices/informing/templates"
ID = "/<int(max=9223372036854775807):informing_id>"
ITEM = "/items/<int(max=9223372036854775807):item_id>"
DAYS_LOOKED_AT = 90
WORDS = {
    "kinds": KINDS,
    "modes": MODES,
    "mode_key": mode_key,
    "how": how,
    "words_of": words_of,
    "states": InformingState,
    "verdicts": Verdict,
}


@pages.get("")
@requires("notices.inform")
def page() -> str:
    """登记窗口."""
    with reading() as session:
        form = _application(session)
        form.request_key.data = str(uuid4())
        return _desk(session, form)


@pages.post("")
@requires("notices.inform")
def look() -> ResponseReturnValue:
    """Match and keep a draft; the same form sent twice opens the same draft."""
    with reading() as session:
        form = _application(session)
        if not form.validate():
            return _desk(session, form), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        with transaction() as session:
            made = service.look(
                session,
                form.asked,
                department_id=_office(),
                channel=Channel.COUNTER,
                actor=actor_of(current()),
                now=now(),
                request_key=_key(form.request_key.data),
            )
            link_informing(session, made, now=now())
    except DomainError as error:
        form.refuse(error)
        with reading() as session:
            return _desk(session, form), HTTPStatus.UNPROCESSABLE_ENTITY
    return _to(made.id)


@pages.post("/match")
@requires("notices.inform")
def match() -> str:
    """Show what the scope touches while it is typed; nothing is kept."""
    with reading() as session:
        form = _application(session)
        if not request.headers.get("HX-Request"):
            form.request_key.data = form.request_key.data or str(uuid4())
            return _desk(session, form)
        return render_template(f"{TEMPLATES}/match.html", **_preview(session, form), **WORDS)


@pages.get("/sheets")
@requires("notices.inform")
def sheets() -> str:
    """告知单."""
    asked = wanted(request.args)
    with reading() as session:
        found = queries.lines(session, current(), wanted=asked)
        counts = queries.counts(session, current())
    more = found[queries.PAGE - 1].informing.id if len(found) > queries.PAGE else None
    lines = found[: queries.PAGE]
    return render_template(f"{TEMPLATES}/sheets.html", lines=lines, wanted=asked, counts=counts, more=more, ways=Way, **WORDS)


@pages.get("/without-sheet")
@requires("notices.inform")
def without_sheet() -> str:
    """未告知的登记."""
    since = now() - timedelta(days=DAYS_LOOKED_AT)
    with reading() as session:
        found = queries.uninformed(session, current(), since=since, before=wanted(request.args).before)
        informed, every = queries.share_informed(session, current(), since=since)
    more = found[queries.PAGE - 1].entry_id if len(found) > queries.PAGE else None
    return render_template(
        f"{TEMPLATES}/without_sheet.html",
        lines=found[: queries.PAGE],
        informed=informed,
        every=every,
        more=more,
        days=DAYS_LOOKED_AT,
        **WORDS,
    )


@pages.get(ID)
@requires("notices.inform")
def sheet(informing_id: int) -> str:
    """One informing: a draft to decide on, or a sheet to hand out and have signed."""
    with reading() as session:
        return _page(session, informing_id)


@pages.get(f"{ID}/course")
@requires("notices.inform")
def course(informing_id: int) -> ResponseReturnValue:
    """Whether the PDF is there yet; asked again until it is."""
    if not request.headers.get("HX-Request"):
        return _to(informing_id)
    with reading() as session:
        whole = queries.whole(session, queries.informing_for(session, current(), informing_id))
        return render_template(f"{TEMPLATES}/file.html", whole=whole, **WORDS)


@pages.post(f"{ID}{ITEM}")
@requires("notices.inform")
def judge(informing_id: int, item_id: int) -> ResponseReturnValue:
    """Put an item on the sheet, or leave it out."""
    form = JudgementForm(request.form)
    return _step(
        informing_id,
        form,
        lambda session, informing: service.judge(
            session,
            informing,
            item_id=item_id,
            asked=form.asked.data == "yes",
            reason=form.reason.data,
            actor=actor_of(current()),
            now=now(),
        ),
    )


@pages.post(f"{ID}/items")
@requires("notices.inform")
def add(informing_id: int) -> ResponseReturnValue:
    """Put an item on the sheet that was not found."""
    form = AdditionForm(request.form)
    return _step(
        informing_id,
        form,
        lambda session, informing: service.add(
            session,
            informing,
            item_code=form.item_code.data,
            reason=form.reason.data,
            actor=actor_of(current()),
            now=now(),
        ),
    )


@pages.post(f"{ID}/issue")
@requires("notices.inform")
def issue(informing_id: int) -> ResponseReturnValue:
    """Give the sheet its number and have it set; a second click finds it issued."""
    with suppress(NotFound), reading() as session:
        if queries.informing_for(session, current(), informing_id).state != InformingState.DRAFT:
            return _to(informing_id)
    form = JudgementForm(request.form)

    def do(session: Session, informing: Informing) -> None:
        service.issue(session, informing, actor=actor_of(current()), check_base=public_address(), now=now())
        link_informing(session, informing, now=now())

    return _step(informing_id, form, do)


@pages.post(f"{ID}/withdraw")
@requires("notices.inform")
def withdraw(informing_id: int) -> ResponseReturnValue:
    """Void a sheet, or throw a draft away."""
    form = ReasonForm(request.form)
    return _step(
        informing_id,
        form,
        lambda session, informing: service.withdraw(
            session, informing, reason=form.reason.data, actor=actor_of(current()), now=now()
        ),
    )


@pages.post(f"{ID}/business")
@requires("notices.inform")
def business(informing_id: int) -> ResponseReturnValue:
    """Say for which business the sheet was made."""
    form = BusinessForm(request.form)
    return _step(
        informing_id,
        form,
        lambda session, informing: number_business(
            session, informing, source_no=form.source_no.data.strip(), actor=actor_of(current()), now=now()
        ),
    )


@pages.get(f"{ID}/sheet.pdf")
@requires("notices.inform")
def pdf(informing_id: int) -> Response:
    """The newest PDF, shown in the browser and not saved."""
    with reading() as session:
        whole = queries.whole(session, queries.informing_for(session, current(), informing_id))
        newest = whole.newest_sheet
        if newest is None:
            raise NotFound
        attachment = attachments.attachment_by_id(session, newest.attachment_id)
    return send_file(attachments.path_of(attachment), mimetype=attachment.media_type, download_name=attachment.filename)


def public_address() -> str:
    """Return the address under which the public reaches the platform."""
    settings: Settings = current_app.extensions["supervision.settings"]
    return settings.public_url or request.url_root


def _application(session: Session) -> ApplicationForm:
    form = ApplicationForm(request.form)
    form.division.choices = [SelectChoice(*place) for place in (("", "请选择"), *places(session, on=today()))]
    return form


def _desk(session: Session, form: ApplicationForm) -> str:
    shown = _preview(session, form) if form.scope.data else {"preview": None}
    newest = queries.lines(session, current(), wanted=wanted({}))[:8]
    return render_template(f"{TEMPLATES}/counter.html", form=form, newest=newest, ways=Way, **shown, **WORDS)


def _preview(session: Session, form: ApplicationForm) -> dict[str, Any]:
    """Return what matching says of what stands in the form now."""
    asked = form.asked
    if not asked.scope.strip():
        return {"preview": None}
    decided = decide_many(session, [ScopeToMatch(asked.scope, tuple(asked.scope_codes), asked.division)], on=today())[0]
    looked = find(session, asked, decided, channel=Channel.COUNTER, on=today())
    return {"preview": looked, "scope": parts(asked.scope.strip(), shown_spans(list(looked.items)))}


def _page(session: Session, informing_id: int, refused: Any = None) -> str:
    whole = queries.whole(session, queries.informing_for(session, current(), informing_id))
    informing = whole.informing
    draft = informing.state == InformingState.DRAFT
    there = {item.item_code for item in whole.items}
    catalogue = catalogue_numbered(session, version_id=informing.catalogue_version_id) if draft else None
    others = [(item.code, item.name) for item in catalogue.items.values() if item.code not in there] if catalogue else []
    addition = AdditionForm()
    addition.item_code.choices = [SelectChoice(*other) for other in (("", "请选择"), *others)]
    return render_template(
        f"{TEMPLATES}/{'draft' if draft else 'sheet'}.html",
        whole=whole,
        informing=informing,
        place=place_name(session, informing.division, on=today()),
        scope=parts(informing.scope, shown_spans([item for item in whole.items if item.verdict != Verdict.LEFT_OUT])),
        addition=addition,
        refused=refused,
        reason=ReasonForm(),
        business=BusinessForm(),
        check=check_mark(informing) if informing.token_sealed else None,
        signer=signer_of(whole.undertaking) if whole.undertaking else None,
        roles=SignerRole,
        ways=Way,
        **WORDS,
    )


def _step(informing_id: int, form: Any, do: Any) -> ResponseReturnValue:
    """Do one thing with an informing that nobody changed meanwhile, and go back to its page."""
    if not form.validate():
        with reading() as session:
            return _page(session, informing_id, form), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        with transaction() as session:
            revision = revision_of(form.revision.data)
            do(session, queries.informing_for_change(session, current(), informing_id, revision=revision))
    except NotFound:
        raise
    except DomainError as error:
        form.refuse(error)
        with reading() as session:
            return _page(session, informing_id, form), HTTPStatus(error.http_status)
    return _to(informing_id)


def _to(informing_id: int) -> Response:
    return redirect(url_for("counter.sheet", informing_id=informing_id), HTTPStatus.SEE_OTHER)


def _office() -> int:
    """Return the department that informs; a principal without one cannot."""
    department_id = current().department_id
    if department_id is None:
        raise NotFound
    return department_id


def _key(text: str | None) -> UUID | None:
    with suppress(ValueError):
        return UUID(text or "")
    return None
