"""送达: which channels a department has, how they are, and what went through them."""

from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from supervision.accounts.departments.queries import department
from supervision.accounts.rules import actor_of
from supervision.kernel.access import current, requires
from supervision.kernel.clock import now, today
from supervision.kernel.crypto import provider
from supervision.kernel.db import reading, transaction
from supervision.kernel.errors import DomainError
from supervision.kernel.settings import Settings
from supervision.notices.delivery import queries, service
from supervision.notices.delivery.errors import NoDepartment
from supervision.notices.delivery.forms import EmailForm, WebhookForm
from supervision.notices.delivery.reaching.rules import listed_hosts
from supervision.notices.delivery.rules import standstill
from supervision.notices.delivery.states import DeliveryState, Outcome, Scheme, Way
from supervision.notices.states import NoticeAction

pages = Blueprint("notice-delivery", __name__, url_prefix="/notices/delivery")
FOLDER = "supervision/notices/delivery/templates"
CHANNEL = "/channels/<int(max=9223372036854775807):channel_id>"
SHOWN = 25


@pages.get("")
@requires("notices.deliver")
def page() -> str:
    """送达设置."""
    return _page(None, None)


@pages.post("/email")
@requires("notices.deliver")
def set_email() -> ResponseReturnValue:
    """Take e-mail, or change where it goes."""
    form = EmailForm(request.form)
    if not form.validate():
        return _page(form, None), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        with transaction() as session:
            service.set_email(
                session, department_id=_own(), text_=form.recipients.data or "", actor=actor_of(current()), now=now()
            )
    except DomainError as error:
        form.refuse(error)
        return _page(form, None), HTTPStatus.UNPROCESSABLE_ENTITY
    flash("已保存，今后的告知会同时发到这些邮箱", "ok")
    return _back()


@pages.post("/webhook")
@requires("notices.deliver")
def set_webhook() -> ResponseReturnValue:
    """Have one's own system called, or change how."""
    form = WebhookForm(request.form)
    if not form.validate():
        return _page(None, form), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        with transaction() as session:
            secret = service.set_webhook(
                session,
                department_id=_own(),
                address=form.address.data or "",
                scheme=Scheme(form.scheme.data),
                new_key=bool(form.new_key.data),
                hosts=listed_hosts(Settings.from_environment().webhook_hosts),
                crypto=provider(),
                actor=actor_of(current()),
                now=now(),
            )
    except DomainError as error:
        form.refuse(error)
        return _page(None, form), HTTPStatus.UNPROCESSABLE_ENTITY
    if secret:
        return render_template(f"{FOLDER}/secret.html", secret=secret)
    flash("已保存，今后的告知会同时推送到这个地址", "ok")
    return _back()


@pages.post(f"{CHANNEL}/close")
@requires("notices.deliver")
def close(channel_id: int) -> ResponseReturnValue:
    """Stop using a channel."""
    with transaction() as session:
        channel = queries.channel_for(session, current(), channel_id)
        dropped = service.close_channel(session, channel, actor=actor_of(current()), now=now())
        said = f"已停用{Way(channel.way).label}" + (f"，{dropped} 件未送出，仍可在收件箱看到" if dropped else "")
    flash(said, "ok")
    return _back()


@pages.post(f"{CHANNEL}/send-now")
@requires("notices.deliver")
def send_now(channel_id: int) -> ResponseReturnValue:
    """Try at once what waits."""
    with transaction() as session:
        channel = queries.channel_for(session, current(), channel_id)
        count = service.send_now(session, channel, actor=actor_of(current()), now=now())
    flash(f"正在重新发送 {count} 件，结果稍后显示在本页" if count else "没有待送达的告知", "ok")
    return _back()


@pages.get("/<int(max=9223372036854775807):delivery_id>")
@requires("notices.deliver")
def show(delivery_id: int) -> str:
    """One delivery with the receipt of every attempt."""
    with reading() as session:
        line, tried = queries.attempts(session, current(), delivery_id)
    words = {Outcome.DELIVERED: ("已送达", "ok"), Outcome.REFUSED: ("这一件被拒绝", "bad"), Outcome.DOWN: ("送不出去", "warn")}
    return render_template(f"{FOLDER}/delivery.html", line=line, tried=tried, words=words)


def _own() -> int:
    department_id = current().department_id
    if department_id is None:
        raise NoDepartment
    return department_id


def _back() -> ResponseReturnValue:
    return redirect(url_for("notice-delivery.page"), HTTPStatus.SEE_OTHER)


def _page(email: EmailForm | None, webhook: WebhookForm | None) -> str:
    state = request.args.get("state", "")
    state = state if state in {*DeliveryState, Way.PAGE} else ""
    before = request.args.get("before", type=int)
    before = before if before and 0 < before < 2**63 else None
    with reading() as session:
        lines = queries.channels(session, current())
        sent = queries.deliveries(session, current(), state=state, before=before, size=SHOWN + 1)
        office = department(session, _own()).name
    mine = {line.way: line.channel for line in lines if line.channel.department_id == current().department_id}
    mail, hook = mine.get(Way.EMAIL), mine.get(Way.WEBHOOK)
    return render_template(
        f"{FOLDER}/delivery_page.html",
        office=office,
        lines=lines,
        sent=sent[:SHOWN],
        following=sent[SHOWN - 1].delivery.id if len(sent) > SHOWN else None,
        state=state,
        states=DeliveryState,
        action_of=NoticeAction,
        email=email or EmailForm(data={"recipients": mail.address if mail else ""}),
        webhook=webhook
        or WebhookForm(data={"address": hook.address if hook else "", "scheme": hook.scheme if hook else Scheme.HMAC_SHA256}),
        mail_ready=Settings.from_environment().smtp_url is not None,
        public_key=_public_key(),
        standstill=standstill,
        today=today(),
        fresh=email is None and webhook is None,
    )


def _public_key() -> str:
    """Return the key with which receivers check the platform's own signature, algorithm byte first."""
    crypto = provider()
    return crypto.public_key(crypto.sign(b"public key")).hex()
