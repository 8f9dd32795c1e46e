"""Signing in and leaving."""

from http import HTTPStatus
from urllib.parse import quote

from flask import Blueprint, current_app, g, make_response, redirect, render_template, request
from flask import session as browser
from flask.typing import ResponseReturnValue
from flask_limiter import RequestLimit
from werkzeug.wrappers import Response

from supervision.accounts.authenticate.refusals import service as refusals
from supervision.accounts.authenticate.service import COOKIE, demo_allowed
from supervision.accounts.sessions.errors import SecondFactorRefused, SignInRefused, SignInStale
from supervision.accounts.sessions.forms import CodeForm, SignInForm
from supervision.accounts.sessions.rules import safe_next
from supervision.accounts.sessions.service import Attempt, Caller, Why, give_code, sign_in, sign_out
from supervision.accounts.sessions.throttle.service import FAILURES, failed, install, limiter
from supervision.kernel.access import public
from supervision.kernel.clock import now
from supervision.kernel.db import transaction
from supervision.kernel.settings import Settings

pages = Blueprint("sign_in", __name__)
pages.record_once(install)
PAGE = "supervision/accounts/sessions/templates/sign_in.html"
CODE_PAGE = "supervision/accounts/sessions/templates/second_factor.html"


def cut_off(_limit: RequestLimit) -> None:
    """Note that the limiter refuses an address; it answers itself."""
    count = refusals.due("too-many-attempts", address=request.remote_addr, now=now())
    if count:
        with transaction() as session:
            refusals.record(session, "too-many-attempts", count=count, address=request.remote_addr, now=now())


@pages.get("/sign-in")
@public
def page() -> ResponseReturnValue:
    """登录."""
    target = safe_next(request.args.get("next"))
    if g.get("principal") is not None:
        return redirect(target)
    return render_template(PAGE, form=SignInForm(data={"next": target}), returning=target != "/", demo=demo_allowed())


@pages.post("/sign-in")
@public
@limiter.limit(FAILURES, deduct_when=failed, on_breach=cut_off)  # type: ignore[untyped-decorator,unused-ignore]  # the limiter keeps the view's type
def enter() -> ResponseReturnValue:
    """Take name and password."""
    form = SignInForm(request.form)
    if not form.validate():
        return _again(form)
    with transaction() as session:
        attempt = sign_in(
            session,
            login=form.login.data,
            password=form.password.data,
            caller=_caller(),
            demo_allowed=demo_allowed(),
            now=now(),
        )
    if attempt.token is None:
        form.refuse(SignInRefused())
        return _again(form)
    return _entered(attempt, form.next.data)


@pages.get("/sign-in/second-factor")
@public
def code_page() -> ResponseReturnValue:
    """动态码."""
    return render_template(CODE_PAGE, form=CodeForm(data={"next": safe_next(request.args.get("next"))}))


@pages.post("/sign-in/second-factor")
@public
@limiter.limit(FAILURES, deduct_when=failed, on_breach=cut_off)  # type: ignore[untyped-decorator,unused-ignore]  # the limiter keeps the view's type
def code() -> ResponseReturnValue:
    """Take the code of the second factor."""
    form = CodeForm(request.form)
    if not form.validate():
        return render_template(CODE_PAGE, form=form), HTTPStatus.UNPROCESSABLE_ENTITY
    with transaction() as session:
        attempt = give_code(session, token=request.cookies.get(COOKIE, ""), code=form.code.data, caller=_caller(), now=now())
    if attempt.refused == Why.STALE:
        first = SignInForm(data={"next": safe_next(form.next.data)})
        first.refuse(SignInStale())
        return _again(first)
    if attempt.token is None:
        form.refuse(SecondFactorRefused())
        return render_template(CODE_PAGE, form=form), HTTPStatus.UNPROCESSABLE_ENTITY
    return _entered(attempt, form.next.data)


@pages.post("/sign-out")
@public
def leave() -> ResponseReturnValue:
    """End the session here; a second click finds it ended."""
    token = request.cookies.get(COOKIE)
    if token:
        with transaction() as session:
            sign_out(session, token=token, now=now())
    browser.clear()
    response = redirect("/sign-in", HTTPStatus.SEE_OTHER)
    response.delete_cookie(COOKIE)
    return response


def _again(form: SignInForm) -> ResponseReturnValue:
    target = safe_next(form.next.data)
    content = render_template(PAGE, form=form, returning=target != "/", demo=demo_allowed())
    return content, HTTPStatus.UNPROCESSABLE_ENTITY


def _entered(attempt: Attempt, target: str | None) -> Response:
    """Give the browser the fresh token and a fresh form token, and lead on."""
    address = safe_next(target)
    browser.clear()
    if attempt.half:
        response = make_response(redirect(f"/sign-in/second-factor?next={quote(address)}", HTTPStatus.SEE_OTHER))
    else:
        response = make_response(redirect(address, HTTPStatus.SEE_OTHER))
    settings: Settings = current_app.extensions["supervision.settings"]
    response.set_cookie(COOKIE, attempt.token or "", httponly=True, samesite="Lax", secure=settings.secure_cookies)
    return response


def _caller() -> Caller:
    return Caller(address=request.remote_addr, agent=request.headers.get("User-Agent"))
