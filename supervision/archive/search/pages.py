"""综合查询: one box, conditions in the address, fifty at a time."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, render_template, request
from sqlalchemy.orm import Session

from supervision.accounts.departments.queries import departments
from supervision.archive.search import forms
from supervision.archive.search.errors import NothingToSearchFor
from supervision.archive.search.forms import Asked, asked
from supervision.archive.search.queries import COUNTED_BY_KIND, Question, counts, search, state_counts
from supervision.archive.search.rules import Place
from supervision.archive.subjects.showing.rules import KINDS, STATES
from supervision.kernel.access import current, requires
from supervision.kernel.clock import now, today
from supervision.kernel.db import reading
from supervision.kernel.divisions import full_name

pages = Blueprint("search", __name__)
TEMPLATE = "supervision/archive/search/templates/search.html"


@pages.get("/search")
@requires("search.read")
def page() -> str:
    """综合查询."""
    wanted = asked(request.args)
    question = wanted.question(now(), current().scopes)
    with reading() as session:
        return render_template(TEMPLATE, **_found(session, wanted, question), **_choices(session), wanted=wanted)


def _found(session: Session, wanted: Asked, question: Question) -> dict[str, Any]:
    try:
        answer = search(session, question=question)
    except NothingToSearchFor:
        return {"answer": None, "question": question, "ways": [], "by_state": {}, "next_href": None}
    unplaced = replace(question, by=None, place=Place())
    counted = answer.rows and not answer.capped and answer.total <= COUNTED_BY_KIND and not question.filters.state
    return {
        "answer": answer,
        "question": question,
        "ways": [(by, capped(count)) for by, count in counts(session, question=unplaced, answer=answer).items() if count],
        "by_state": state_counts(session, question=unplaced, by=answer.by) if counted else {},
        "next_href": wanted.href(after=str(answer.next_place)) if answer.next_place else None,
    }


def capped(count: int) -> str:
    """Write a count; past a thousand nobody reads them all."""
    return f"{min(count, COUNTED_BY_KIND):,}{'+' if count > COUNTED_BY_KIND else ''}"


def _choices(session: Session) -> dict[str, Any]:
    return {
        "departments": departments(session),
        "states": STATES,
        "capped": capped,
        "subject_kinds": KINDS,
        "record_kinds": forms.KINDS,
        "place_name": lambda code: (full_name(code, today()) or code) if code else "",
    }
