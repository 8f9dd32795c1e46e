"""One's own account: duty, password, second factor, sessions."""

from http import HTTPStatus
from io import BytesIO

import segno
from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from supervision.accounts.people import queries
from supervision.accounts.people.factor import service as factor
from supervision.accounts.people.forms import ConfirmForm, PasswordForm
from supervision.accounts.people.service import change_password
from supervision.accounts.roles.queries import duties_of
from supervision.accounts.rules import actor_of
from supervision.accounts.sessions.queries import open_sessions
from supervision.accounts.sessions.service import Why, end_all, revoke_session, take_duty
from supervision.kernel.access import current, signed_in
from supervision.kernel.clock import now, today
from supervision.kernel.db import reading, transaction
from supervision.kernel.errors import DomainError, NotFound

pages = Blueprint("accounts", __name__, url_prefix="/account")
TEMPLATES = "supervision/accounts/people/templates"


@pages.get("")
@signed_in
def me() -> str:
    """我的账号."""
    person = _person()
    with reading() as session:
        user = queries.user(session, person)
        return render_template(
            f"{TEMPLATES}/me.html",
            user=user,
            duties=duties_of(session, person, on=today()),
            enrolled_at=queries.second_factor_confirmed_at(session, person),
            recovery_codes=queries.unused_recovery_codes(session, person),
        )


@pages.post("/duty")
@signed_in
def duty() -> ResponseReturnValue:
    """Act in another position from now on."""
    principal = current()
    with transaction() as session:
        take_duty(
            session,
            user_id=_person(),
            session_id=principal.session_id or 0,
            position_id=request.form.get("position_id", type=int) or 0,
            now=now(),
        )
    flash("已换到所选岗位", "ok")
    return redirect(url_for("accounts.me"), HTTPStatus.SEE_OTHER)


@pages.get("/password")
@signed_in
def password() -> str:
    """修改密码."""
    return _password_page(PasswordForm())


@pages.post("/password")
@signed_in
def take_password() -> ResponseReturnValue:
    """Take the new password and leave everywhere else."""
    form = PasswordForm(request.form)
    if not form.validate():
        return _password_page(form), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        with transaction() as session:
            change_password(session, user_id=_person(), present=form.present.data, wanted=form.wanted.data, now=now())
            end_all(session, user_id=_person(), why=Why.REVOKED, now=now(), but=current().session_id)
    except DomainError as error:
        form.refuse(error)
        return _password_page(form), HTTPStatus.UNPROCESSABLE_ENTITY
    flash("密码已改。其他设备上的登录都已退出", "ok")
    return redirect(url_for("accounts.me"), HTTPStatus.SEE_OTHER)


@pages.get("/second-factor")
@signed_in
def second_factor() -> str:
    """第二因素."""
    return _factor_page(ConfirmForm())


@pages.post("/second-factor/begin")
@signed_in
def begin_factor() -> ResponseReturnValue:
    """Make a secret to enrol."""
    with transaction() as session:
        factor.begin(session, user_id=_person())
    return redirect(url_for("accounts.second_factor"), HTTPStatus.SEE_OTHER)


@pages.post("/second-factor")
@signed_in
def confirm_factor() -> ResponseReturnValue:
    """Take the first code and show the recovery codes, this once."""
    form = ConfirmForm(request.form)
    if not form.validate():
        return _factor_page(form), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        with transaction() as session:
            codes = factor.confirm(session, user_id=_person(), code=form.code.data, now=now())
    except DomainError as error:
        form.refuse(error)
        return _factor_page(form), HTTPStatus.UNPROCESSABLE_ENTITY
    return render_template(f"{TEMPLATES}/recovery_codes.html", codes=codes)


@pages.get("/second-factor.svg")
@signed_in
def factor_picture() -> ResponseReturnValue:
    """The picture that a telephone reads; there is one only while enrolling."""
    with reading() as session:
        secret = factor.pending_secret(session, user_id=_person())
        login = queries.user(session, _person()).login
    if secret is None:
        raise NotFound
    drawn = BytesIO()
    segno.make(factor.enrolment_address(login, secret), error="m").save(drawn, kind="svg", scale=5, border=2)
    return Response(drawn.getvalue(), mimetype="image/svg+xml")


@pages.get("/sessions")
@signed_in
def sessions() -> str:
    """登录会话."""
    with reading() as session:
        shown = open_sessions(session, _person(), now=now())
        return render_template(f"{TEMPLATES}/sessions.html", sessions=shown, here=current().session_id)


@pages.post("/sessions/<int(max=9223372036854775807):session_id>/end")
@signed_in
def end_session(session_id: int) -> ResponseReturnValue:
    """Leave on another device."""
    with transaction() as session:
        revoke_session(session, user_id=_person(), session_id=session_id, actor=actor_of(current()), now=now())
    flash("已在那台设备上退出", "ok")
    return redirect(url_for("accounts.sessions"), HTTPStatus.SEE_OTHER)


def _person() -> int:
    """Return the number of the person; a department's system has no account page."""
    principal = current()
    if principal.kind != "person":
        raise NotFound
    return principal.id


def _password_page(form: PasswordForm) -> str:
    with reading() as session:
        return render_template(f"{TEMPLATES}/password.html", form=form, user=queries.user(session, _person()))


def _factor_page(form: ConfirmForm) -> str:
    with reading() as session:
        return render_template(
            f"{TEMPLATES}/second_factor.html",
            form=form,
            secret=factor.pending_secret(session, user_id=_person()),
            enrolled_at=queries.second_factor_confirmed_at(session, _person()),
            recovery_codes=queries.unused_recovery_codes(session, _person()),
        )
