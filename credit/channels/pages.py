"""归集渠道: how each receiver stands, what is in its queue, and what a department's decisions were refused for."""

from http import HTTPStatus
from typing import Final

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from credit.channels import queries, service
from credit.channels.cataloguing.queries import standing as catalogue_of
from credit.channels.contracts.schemas import contracts
from credit.channels.forms import PauseForm, PlaceForm, chosen_of, number, state_of
from credit.channels.models import Channel
from credit.channels.service import Given, Place
from credit.channels.states import MessageState
from supervision.accounts.rules import actor_of
from supervision.kernel.access import current, requires
from supervision.kernel.clock import now, today
from supervision.kernel.crypto import provider
from supervision.kernel.db import reading, transaction
from supervision.kernel.errors import DomainError, NotFound
from supervision.kernel.settings import Settings
from supervision.notices.delivery.reaching.rules import listed_hosts
from supervision.notices.delivery.rules import standstill
from supervision.notices.delivery.states import Scheme

pages = Blueprint("credit-channels", __name__, url_prefix="/credit/channels")
TEMPLATES: Final = "credit/channels/templates"
NAME: Final = "/<string(maxlength=24):name>"


@pages.get("")
@requires("credit.channels")
def page() -> str:
    """归集渠道."""
    with reading() as session:
        lines = queries.lines(session, now=now())
    return render_template(f"{TEMPLATES}/channels.html", lines=lines, standstill=standstill, today=today())


@pages.get("/refused")
@requires("credit.read")
def refused() -> str:
    """What receivers refused of the own department."""
    with reading() as session:
        found = queries.refused(session, current(), before=number(request.args.get("before")))
    lines = found[: queries.SHOWN]
    following = lines[-1].message.id if len(found) > queries.SHOWN else None
    ticked = request.args.get("tick") == "all"
    return render_template(
        f"{TEMPLATES}/refused.html",
        lines=lines,
        following=following,
        labels=labels(),
        all_ticked=ticked,
        before=request.args.get("before"),
    )


@pages.post("/refused/again")
@requires("credit.report")
def refused_chosen() -> ResponseReturnValue:
    """Push again all that was chosen on one page of refusals."""
    try:
        chosen = chosen_of(request.form)
        with transaction() as session:
            messages = [queries.refused_for(session, current(), one) for one in chosen]
            made = service.stand_by(session, messages, Given(actor_of(current()), now()))
        flash(f"已排入重新推送 {made} 条，结果以接收方回执为准", "ok")
    except DomainError as error:
        flash(f"{error.text}。{error.remedy_text}", "warn")
    return redirect(url_for("credit-channels.refused"), HTTPStatus.SEE_OTHER)


@pages.post("/refused/<int(max=9223372036854775807):message_id>/again")
@requires("credit.report")
def refused_again(message_id: int) -> ResponseReturnValue:
    """Push again what the receiver refused, since the department stands by it."""
    with transaction() as session:
        message = queries.refused_for(session, current(), message_id)
        given = Given(actor_of(current()), now())
        service.push_again(
            session, message.channel, given, decision_ids=[message.decision_id], department_id=message.department_id
        )
    flash("已排入重新推送，结果以接收方回执为准", "ok")
    return redirect(url_for("credit-channels.refused"), HTTPStatus.SEE_OTHER)


@pages.get(NAME)
@requires("credit.channels")
def channel(name: str) -> str:
    """One channel: its queue, its contract, its settings."""
    with reading() as session:
        return _channel(session, name, None, None)


@pages.post(f"{NAME}/place")
@requires("credit.channels")
def place(name: str) -> ResponseReturnValue:
    """Say where a channel leads."""
    form = PlaceForm(request.form)
    try:
        if form.validate():
            with transaction() as session:
                secret = _placed(session, name, form)
            return _saved(name, secret)
    except NotFound:
        raise
    except DomainError as error:
        form.refuse(error)
    with reading() as session:
        return _channel(session, name, form, None), HTTPStatus.UNPROCESSABLE_ENTITY


def _saved(name: str, secret: str | None) -> ResponseReturnValue:
    if secret:
        return render_template(f"{TEMPLATES}/secret.html", secret=secret, name=name)
    flash("已保存接入设置", "ok")
    return _back(name)


def _placed(session: Session, name: str, form: PlaceForm) -> str | None:
    found, _contract = queries.channel_for(session, name, lock=True)
    return service.set_place(
        session,
        found,
        Place(form.address.data or "", Scheme(form.scheme.data), form.secret.data or "", bool(form.new_secret.data)),
        _given(form.revision.data),
        hosts=listed_hosts(Settings.from_environment().webhook_hosts),
        crypto=provider(),
    )


@pages.post(f"{NAME}/pause")
@requires("credit.channels")
def pause(name: str) -> ResponseReturnValue:
    """Send nothing for now."""
    form = PauseForm(request.form)
    if not form.validate():
        with reading() as session:
            return _channel(session, name, None, form), HTTPStatus.UNPROCESSABLE_ENTITY
    with transaction() as session:
        found, _contract = queries.channel_for(session, name, lock=True)
        service.pause(session, found, _given(form.revision.data), reason=form.reason.data)
    flash("已暂停，待发送的照常排队，一条不丢", "ok")
    return _back(name)


@pages.post(f"{NAME}/resume")
@requires("credit.channels")
def resume(name: str) -> ResponseReturnValue:
    """Go on sending."""
    with transaction() as session:
        found, _contract = queries.channel_for(session, name, lock=True)
        service.resume(session, found, _given(request.form.get("revision")))
    flash("已恢复，正在发送排队的消息", "ok")
    return _back(name)


@pages.post(f"{NAME}/send-now")
@requires("credit.channels")
def send_now(name: str) -> ResponseReturnValue:
    """Try at once."""
    with transaction() as session:
        found, _contract = queries.channel_for(session, name, lock=True)
        service.send_now(session, found, Given(actor_of(current()), now()))
    flash("正在发送，结果稍后显示在本页", "ok")
    return _back(name)


@pages.post(f"{NAME}/messages/<int(max=9223372036854775807):message_id>/again")
@requires("credit.channels")
def again(name: str, message_id: int) -> ResponseReturnValue:
    """Push one decision again."""
    try:
        with transaction() as session:
            message = queries.message_of(session, name, message_id)
            given = Given(actor_of(current()), now())
            service.push_again(session, name, given, decision_ids=[message.decision_id], department_id=message.department_id)
        flash("已排入重新推送", "ok")
    except NotFound:
        raise
    except DomainError as error:
        flash(f"{error.text}。{error.remedy_text}", "warn")
    return _back(name)


def labels() -> dict[str, str]:
    """Return what each channel is called."""
    return {name: contract.label for name, contract in contracts().items()}


def _given(revision: str | None) -> Given:
    return Given(actor_of(current()), now(), number(revision))


def _back(name: str) -> ResponseReturnValue:
    return redirect(url_for("credit-channels.channel", name=name), HTTPStatus.SEE_OTHER)


def _channel(session: Session, name: str, place_form: PlaceForm | None, pause_form: PauseForm | None) -> str:
    found, contract = queries.channel_for(session, name)
    state = state_of(request.args)
    messages = queries.messages(session, name, state=state, before=number(request.args.get("before")))
    shown = messages[: queries.MESSAGES]
    return render_template(
        f"{TEMPLATES}/channel.html",
        channel=found,
        contract=contract,
        edition=contract.on(today()),
        figures=queries.figures(session, contract, now=now()),
        catalogue=catalogue_of(session, name) if contract.catalogue else None,
        lines=shown,
        following=shown[-1].message.id if len(messages) > queries.MESSAGES else None,
        state=state,
        states=MessageState,
        counts=queries.state_counts(session, name),
        days=queries.recent_days(session, name, today=today()),
        place_form=place_form or _place_form(found),
        pause_form=pause_form or PauseForm(data={"revision": str(found.revision)}),
        standstill=standstill,
        today=today(),
    )


def _place_form(found: Channel) -> PlaceForm:
    data = {"address": found.address or "", "scheme": found.scheme or Scheme.HMAC_SM3, "revision": str(found.revision)}
    return PlaceForm(data=data)
