"""综合查询: one box, conditions in the address, fifty at a time."""

from typing import Any

from flask import Blueprint, render_template, request
from sqlalchemy.orm import Session

from supervision.accounts.departments.queries import departments
from supervision.archive.search import forms
from supervision.archive.search.errors import NothingToSearchFor
from supervision.archive.search.forms import Asked, asked
from supervision.archive.search.queries import COUNTED_BY_KIND, Answer, Question, counts, search
from supervision.archive.subjects.showing.rules import KINDS, STATES
from supervision.kernel.access import requires
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
    question = wanted.question(now())
    with reading() as session:
        return render_template(TEMPLATE, **_found(session, wanted, question), **_choices(session), wanted=wanted)


def _found(session: Session, wanted: Asked, question: Question) -> dict[str, Any]:
    try:
        answer: Answer | None = search(session, question=question)
    except NothingToSearchFor:
        answer = None
    ways = counts(session, question=Question(question.text, question.as_of, question.filters)) if answer else {}
    return {
        "answer": answer,
        "question": question,
        "ways": [(by, min(count, COUNTED_BY_KIND), count > COUNTED_BY_KIND) for by, count in ways.items() if count],
        "next_href": wanted.href(after=str(answer.next_place)) if answer and answer.next_place else None,
    }


def _choices(session: Session) -> dict[str, Any]:
    return {
        "departments": departments(session),
        "states": STATES,
        "subject_kinds": KINDS,
        "record_kinds": forms.KINDS,
        "place_name": lambda code: (full_name(code, today()) or code) if code else "",
    }
