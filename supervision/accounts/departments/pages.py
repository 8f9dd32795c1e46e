"""The tree of departments, for those who keep it."""

from http import HTTPStatus
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from supervision.accounts.departments import queries, service
from supervision.accounts.departments.forms import DepartmentForm, EndForm, RenameForm, choices
from supervision.accounts.rules import actor_of
from supervision.kernel.access import current, requires
from supervision.kernel.clock import now, today
from supervision.kernel.db import reading, transaction
from supervision.kernel.errors import DomainError, NotFound

pages = Blueprint("departments", __name__, url_prefix="/accounts/departments")
TEMPLATES = "supervision/accounts/departments/templates"


@pages.get("")
@requires("accounts.read")
def page() -> str:
    """部门."""
    with reading() as session:
        return render_template(f"{TEMPLATES}/departments.html", departments=queries.departments(session))


@pages.get("/new")
@requires("accounts.manage")
def new() -> str:
    """新建部门."""
    return _new_page(DepartmentForm())


@pages.post("")
@requires("accounts.manage")
def create() -> ResponseReturnValue:
    """Add a department."""
    form = DepartmentForm(request.form)
    with reading() as session:
        form.parent_id.choices = choices(session, on=today(), none="无，这是一级部门")
    if not form.validate():
        return _new_page(form), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        with transaction() as session:
            made = service.create_department(session, **_fields(form), actor=actor_of(current()), now=now())
            address = url_for("departments.department", department_id=made.id)
    except DomainError as error:
        form.refuse(error)
        return _new_page(form), HTTPStatus.UNPROCESSABLE_ENTITY
    flash(f"已新建“{form.name.data}”", "ok")
    return redirect(address, HTTPStatus.SEE_OTHER)


@pages.get("/<int(max=2147483647):department_id>")
@requires("accounts.read")
def department(department_id: int) -> str:
    """部门."""
    return _page_of(department_id, RenameForm(), EndForm())


@pages.post("/<int(max=2147483647):department_id>/rename")
@requires("accounts.manage")
def rename(department_id: int) -> ResponseReturnValue:
    """Give it another name."""
    form = RenameForm(request.form)
    if not form.validate():
        return _page_of(department_id, form, EndForm()), HTTPStatus.UNPROCESSABLE_ENTITY
    with transaction() as session:
        service.rename_department(
            session,
            department_id=department_id,
            name=form.name.data,
            short_name=form.short_name.data,
            actor=actor_of(current()),
            now=now(),
        )
    flash("部门名称已改", "ok")
    return redirect(url_for("departments.department", department_id=department_id), HTTPStatus.SEE_OTHER)


@pages.post("/<int(max=2147483647):department_id>/end")
@requires("accounts.manage")
def end(department_id: int) -> ResponseReturnValue:
    """Dissolve it."""
    form = EndForm(request.form)
    with reading() as session:
        form.merged_into.choices = choices(session, on=today(), none="无接续部门")
    if not form.validate():
        return _page_of(department_id, RenameForm(), form), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        with transaction() as session:
            service.end_department(
                session,
                department_id=department_id,
                ends_on=form.ends_on.data or today(),
                merged_into=form.merged_into.data or None,
                actor=actor_of(current()),
                now=now(),
            )
    except NotFound:
        raise
    except DomainError as error:
        form.refuse(error)
        return _page_of(department_id, RenameForm(), form), HTTPStatus.UNPROCESSABLE_ENTITY
    flash("已登记撤并；它报送过的数据仍注明原部门", "ok")
    return redirect(url_for("departments.department", department_id=department_id), HTTPStatus.SEE_OTHER)


def _fields(form: DepartmentForm) -> dict[str, Any]:
    names = ("name", "short_name", "code", "uscc", "division", "level", "valid_from")
    return {**{name: form[name].data for name in names}, "parent_id": form.parent_id.data or None}


def _new_page(form: DepartmentForm) -> str:
    with reading() as session:
        form.parent_id.choices = choices(session, on=today(), none="无，这是一级部门")
    return render_template(f"{TEMPLATES}/new.html", form=form)


def _page_of(department_id: int, renaming: RenameForm, ending: EndForm) -> str:
    with reading() as session:
        found = queries.department(session, department_id)
        if request.method == "GET":
            renaming = RenameForm(obj=found)
        ending.merged_into.choices = choices(session, on=today(), none="无接续部门")
        return render_template(
            f"{TEMPLATES}/department.html",
            department=found,
            parent=queries.department(session, found.parent_id) if found.parent_id else None,
            heir=queries.department(session, found.merged_into) if found.merged_into else None,
            renaming=renaming,
            ending=ending,
        )
