"""常用语: the texts that a department answers with."""

from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from supervision.kernel.access import current, requires
from supervision.kernel.clock import now
from supervision.kernel.db import reading, transaction
from supervision.notices.handling.errors import WordingTaken
from supervision.notices.handling.wording import queries, service
from supervision.notices.handling.wording.forms import WordingForm
from supervision.notices.states import Feedback

pages = Blueprint("wordings", __name__, url_prefix="/notices/wordings")
FOLDER = "supervision/notices/handling/wording/templates"


@pages.get("")
@requires("notices.handle")
def page() -> str:
    """常用语."""
    return _page(WordingForm())


@pages.post("")
@requires("notices.handle")
def keep() -> ResponseReturnValue:
    """Add a wording."""
    form = WordingForm(request.form)
    if not form.validate():
        return _page(form), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        with transaction() as session:
            service.keep(
                session,
                department_id=current().department_id or 0,
                feedback=Feedback(form.feedback.data),
                title=form.title.data,
                text=form.text.data,
                actor=current().name,
                now=now(),
            )
    except WordingTaken as error:
        form.title.errors = [error.text]
        return _page(form), HTTPStatus.CONFLICT
    flash(f"已保存“{form.title.data}”，反馈时可选用", "ok")
    return redirect(url_for("wordings.page"), HTTPStatus.SEE_OTHER)


@pages.post("/<int(max=2147483647):wording_id>/end")
@requires("notices.handle")
def end(wording_id: int) -> ResponseReturnValue:
    """Stop offering one."""
    with transaction() as session:
        ended = service.end(
            session, wording_id=wording_id, department_id=current().department_id or 0, actor=current().name, now=now()
        )
    flash(f"已停用“{ended.title}”，用过它的反馈不变", "ok")
    return redirect(url_for("wordings.page"), HTTPStatus.SEE_OTHER)


def _page(form: WordingForm) -> str:
    with reading() as session:
        found = queries.wordings(session, department_id=current().department_id or 0)
    return render_template(f"{FOLDER}/wordings.html", form=form, wordings=found, feedback_of=Feedback)
