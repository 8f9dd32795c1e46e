"""Declaring a purpose, and the monthly review."""

import re
from datetime import date
from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from supervision.accounts.departments.queries import department as find_department
from supervision.accounts.people.queries import names_of
from supervision.accounts.purposes import queries, service
from supervision.accounts.purposes.forms import PurposeForm, ReviewForm
from supervision.accounts.purposes.rules import LABELS, VERDICTS, Verdict, month_of
from supervision.accounts.rules import actor_of
from supervision.accounts.sessions.rules import safe_next
from supervision.kernel.access import current, requires
from supervision.kernel.clock import now, today
from supervision.kernel.db import reading, transaction
from supervision.kernel.errors import DomainError, NotFound

pages = Blueprint("purposes", __name__, url_prefix="/purposes")
TEMPLATES = "supervision/accounts/purposes/templates"
SUBJECT = re.compile(r"[a-z][a-z_-]{0,30}:[0-9A-Za-z-]{1,40}")
PAGE = 100


@pages.get("/new")
@requires("archive.personal")
def new() -> str:
    """声明用途."""
    form = PurposeForm(data={"subject": request.args.get("subject", ""), "next": safe_next(request.args.get("next"))})
    _subject(form)
    return _new_page(form)


@pages.post("")
@requires("archive.personal")
def declare() -> ResponseReturnValue:
    """Register the purpose and go back to what it opens."""
    form = PurposeForm(request.form)
    subject = _subject(form)
    if not form.validate():
        return _new_page(form), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        with transaction() as session:
            service.declare(
                session, current(), subject=subject, purpose=form.purpose.data, case_no=form.case_no.data, now=now()
            )
    except DomainError as error:
        form.refuse(error)
        return _new_page(form), HTTPStatus.UNPROCESSABLE_ENTITY
    return redirect(safe_next(form.next.data), HTTPStatus.SEE_OTHER)


@pages.get("")
@requires("audit.read")
def page() -> str:
    """用途审查."""
    month = _month(request.args.get("month")) if request.args.get("month") else month_of(today())
    with reading() as session:
        months = queries.months(session)
        return render_template(
            f"{TEMPLATES}/purposes.html",
            month=month,
            months=sorted({*months, month_of(today())}, reverse=True)[:24],
            lines=queries.department_months(session, month),
            verdicts=VERDICTS,
        )


@pages.get("/<month>/<int(max=2147483647):department_id>")
@requires("audit.read")
def department(month: str, department_id: int) -> str:
    """用途审查，一个部门的一个月."""
    return _department_page(_month(month), department_id, None)


@pages.post("/<month>/<int(max=2147483647):department_id>")
@requires("audit.read")
def review(month: str, department_id: int) -> ResponseReturnValue:
    """Note that the month was looked through."""
    form, chosen = ReviewForm(request.form), _month(month)
    if not form.validate():
        return _department_page(chosen, department_id, form), HTTPStatus.UNPROCESSABLE_ENTITY
    with transaction() as session:
        find_department(session, department_id)
        service.review_month(
            session,
            month=chosen,
            department_id=department_id,
            verdict=Verdict(form.verdict.data),
            remark=form.remark.data,
            actor=actor_of(current()),
            now=now(),
        )
    flash("审查结论已登记", "ok")
    return redirect(url_for("purposes.page", month=month), HTTPStatus.SEE_OTHER)


def _subject(form: PurposeForm) -> str:
    subject = form.subject.data or ""
    if not SUBJECT.fullmatch(subject):
        raise NotFound
    return subject


def _month(text: str | None) -> date:
    """Return a month as it stands in an address, such as `2026-11`."""
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        raise NotFound from None


def _new_page(form: PurposeForm) -> str:
    return render_template(f"{TEMPLATES}/declare.html", form=form)


def _department_page(month: date, department_id: int, form: ReviewForm | None) -> str:
    before = request.args.get("before", type=int)
    with reading() as session:
        found = queries.review(session, month=month, department_id=department_id)
        lines = queries.declarations(session, month=month, department_id=department_id, before=before, limit=PAGE + 1)
        reviewer = _person_number(found.reviewed_by) if found is not None else None
        return render_template(
            f"{TEMPLATES}/department_month.html",
            month=month,
            department=find_department(session, department_id),
            people=queries.person_months(session, month=month, department_id=department_id),
            lines=lines[:PAGE],
            before=lines[PAGE - 1][0].id if len(lines) > PAGE else None,
            paged=before is not None,
            review=found,
            reviewer=names_of(session, [reviewer]).get(reviewer, "") if reviewer is not None else "",
            form=form or ReviewForm(obj=found),
            labels={purpose.value: label for purpose, label in LABELS.items()},
            verdicts=VERDICTS,
        )


def _person_number(actor: str) -> int | None:
    kind, _, number = actor.partition(":")
    return int(number) if kind == "person" and number.isdecimal() else None
