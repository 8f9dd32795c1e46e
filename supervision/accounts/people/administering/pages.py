"""People, for the administrators: one opens accounts, another grants, nobody does either to oneself."""

from collections.abc import Callable
from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from wtforms.fields.choices import SelectChoice

from supervision.accounts.departments.forms import choices
from supervision.accounts.departments.queries import department as find_department
from supervision.accounts.forms import ChineseForm
from supervision.accounts.people import queries, service
from supervision.accounts.people.forms import GrantForm, NewUserForm, ResetForm
from supervision.accounts.roles import queries as roles
from supervision.accounts.roles import service as granting
from supervision.accounts.rules import actor_of
from supervision.accounts.sessions.queries import open_sessions
from supervision.accounts.sessions.service import Why, end_all
from supervision.kernel.access import current, requires
from supervision.kernel.clock import now, today
from supervision.kernel.db import reading, transaction
from supervision.kernel.errors import DomainError, NotFound

pages = Blueprint("users", __name__, url_prefix="/accounts/users")
TEMPLATES = "supervision/accounts/people/templates"


@pages.get("")
@requires("accounts.read")
def page() -> str:
    """人员."""
    words = request.args.get("q", "").strip()[:40]
    after = request.args.get("after", 0, type=int)
    department_id = request.args.get("department", type=int)
    with reading() as session:
        department = find_department(session, department_id) if department_id else None
        path = department.path if department else None
        found = queries.users(session, words=words, department_path=path, after=after, limit=queries.PAGE + 1)
        more = len(found) > queries.PAGE
        shown = found[: queries.PAGE]
        return render_template(
            f"{TEMPLATES}/users.html",
            people=shown,
            words=words,
            department=department,
            after=after,
            next_after=shown[-1][0].id if more else None,
            now=now(),
        )


@pages.get("/new")
@requires("accounts.manage")
def new() -> str:
    """新建账号."""
    return _new_page(NewUserForm(department_id=request.args.get("department", type=int)))


@pages.post("")
@requires("accounts.manage")
def create() -> ResponseReturnValue:
    """Open an account."""
    form = NewUserForm(request.form)
    with reading() as session:
        form.department_id.choices = choices(session, on=today())
    if not form.validate():
        return _new_page(form), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        with transaction() as session:
            made = service.create_user(
                session,
                login=form.login.data,
                name=form.name.data,
                department_id=form.department_id.data,
                password=form.password.data,
                actor=actor_of(current()),
                now=now(),
            )
            address = url_for("users.user", user_id=made.id)
    except DomainError as error:
        form.refuse(error)
        return _new_page(form), HTTPStatus.UNPROCESSABLE_ENTITY
    flash("账号已建。还没有任何权限，由安全管理员授予岗位", "ok")
    return redirect(address, HTTPStatus.SEE_OTHER)


@pages.get("/<int(max=2147483647):user_id>")
@requires("accounts.read")
def user(user_id: int) -> str:
    """人员."""
    return _page_of(user_id)


@pages.post("/<int(max=2147483647):user_id>/positions")
@requires("accounts.grant")
def grant(user_id: int) -> ResponseReturnValue:
    """Grant a position."""
    form = GrantForm(request.form)
    with reading() as session:
        _offer(session, form)
    if not form.validate():
        return _page_of(user_id, granting_form=form), HTTPStatus.UNPROCESSABLE_ENTITY

    def change(session: Session) -> None:
        granting.grant_position(
            session,
            user_id=user_id,
            role_code=form.role_code.data,
            department_id=form.department_id.data,
            division=form.division.data,
            valid_from=form.valid_from.data,
            valid_to=form.valid_to.data,
            actor=actor_of(current()),
            now=now(),
        )

    return _changed(user_id, change, "已授予岗位，立即生效", granting_form=form)


@pages.post("/<int(max=2147483647):user_id>/positions/<int(max=2147483647):position_id>/revoke")
@requires("accounts.grant")
def revoke(user_id: int, position_id: int) -> ResponseReturnValue:
    """Take a position back."""

    def change(session: Session) -> None:
        granting.revoke_position(session, user_id=user_id, position_id=position_id, actor=actor_of(current()), now=now())

    return _changed(user_id, change, "岗位已收回，立即生效")


@pages.post("/<int(max=2147483647):user_id>/password")
@requires("accounts.grant")
def reset_password(user_id: int) -> ResponseReturnValue:
    """Give a first password again."""
    form = ResetForm(request.form)
    if not form.validate():
        return _page_of(user_id, reset_form=form), HTTPStatus.UNPROCESSABLE_ENTITY

    def change(session: Session) -> None:
        service.reset_password(session, user_id=user_id, wanted=form.password.data, actor=actor_of(current()), now=now())
        end_all(session, user_id=user_id, why=Why.REVOKED, now=now())

    return _changed(user_id, change, "密码已重置，本人下次登录时必须改掉", reset_form=form)


@pages.post("/<int(max=2147483647):user_id>/unlock")
@requires("accounts.grant")
def unlock(user_id: int) -> ResponseReturnValue:
    """End a lock before its time."""

    def change(session: Session) -> None:
        service.unlock(session, user_id=user_id, actor=actor_of(current()), now=now())

    return _changed(user_id, change, "账号已解锁")


@pages.post("/<int(max=2147483647):user_id>/sessions/end")
@requires("accounts.grant")
def end_sessions(user_id: int) -> ResponseReturnValue:
    """End every session of the person."""

    def change(session: Session) -> None:
        service.refuse_oneself(user_id, actor_of(current()))
        queries.user(session, user_id)
        end_all(session, user_id=user_id, why=Why.REVOKED, now=now(), actor=actor_of(current()))

    return _changed(user_id, change, "该账号的登录都已退出")


@pages.post("/<int(max=2147483647):user_id>/second-factor/reset")
@requires("accounts.manage")
def reset_second_factor(user_id: int) -> ResponseReturnValue:
    """Forget a lost telephone."""

    def change(session: Session) -> None:
        service.reset_second_factor(session, user_id=user_id, actor=actor_of(current()), now=now())

    return _changed(user_id, change, "第二因素已重置，本人登录后重新绑定")


@pages.post("/<int(max=2147483647):user_id>/disable")
@requires("accounts.manage")
def disable(user_id: int) -> ResponseReturnValue:
    """Close the account."""

    def change(session: Session) -> None:
        service.disable(session, user_id=user_id, actor=actor_of(current()), now=now())
        end_all(session, user_id=user_id, why=Why.REVOKED, now=now())

    return _changed(user_id, change, "账号已停用，所有登录都已退出")


@pages.post("/<int(max=2147483647):user_id>/enable")
@requires("accounts.manage")
def enable(user_id: int) -> ResponseReturnValue:
    """Open a closed account again."""

    def change(session: Session) -> None:
        service.enable(session, user_id=user_id, actor=actor_of(current()), now=now())

    return _changed(user_id, change, "账号已恢复使用")


def _changed(user_id: int, change: Callable[[Session], None], said: str, **forms: ChineseForm) -> ResponseReturnValue:
    """Do one change and lead back, or show the page with the refusal and what was typed."""
    try:
        with transaction() as session:
            change(session)
    except NotFound:
        raise
    except DomainError as error:
        for form in forms.values():
            form.refuse(error)
        return _page_of(user_id, refused=None if forms else error, **forms), error.http_status
    flash(said, "ok")
    return redirect(url_for("users.user", user_id=user_id), HTTPStatus.SEE_OTHER)


def _offer(session: Session, form: GrantForm) -> None:
    form.role_code.choices = [SelectChoice(role.code, role.label) for role in roles.roles(session)]
    form.department_id.choices = choices(session, on=today())


def _new_page(form: NewUserForm) -> str:
    with reading() as session:
        form.department_id.choices = choices(session, on=today())
    return render_template(f"{TEMPLATES}/new_user.html", form=form)


def _page_of(user_id: int, *, refused: DomainError | None = None, **forms: ChineseForm) -> str:
    granting_form = forms.get("granting_form")
    with reading() as session:
        found = queries.user(session, user_id)
        if granting_form is None:
            granting_form = GrantForm(data={"department_id": found.department_id})
        _offer(session, granting_form)
        return render_template(
            f"{TEMPLATES}/user.html",
            user=found,
            department=find_department(session, found.department_id),
            positions=roles.positions_of(session, user_id),
            enrolled_at=queries.second_factor_confirmed_at(session, user_id),
            sessions=open_sessions(session, user_id, now=now()),
            granting=granting_form,
            resetting=forms.get("reset_form") or ResetForm(),
            refused=refused,
            oneself=current().kind == "person" and current().id == user_id,
            now=now(),
        )
