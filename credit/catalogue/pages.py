"""事项目录: the list, an item with its editions, its form, and the confidentiality review."""

from http import HTTPStatus
from typing import Any, Final

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from wtforms.fields.choices import SelectChoice

from credit.catalogue import queries, service
from credit.catalogue.errors import ItemUnknown
from credit.catalogue.forms import ItemForm, ReviewForm
from credit.catalogue.listing.features import is_number, parts, span, wanted
from credit.catalogue.queries import Wanted
from credit.catalogue.rules import KINDS
from credit.catalogue.schemas import Entry
from credit.catalogue.states import Confidence, Review, Use
from credit.catalogue.tasks import queries as tasks
from credit.catalogue.tasks import service as closing
from credit.catalogue.tasks.service import Who
from credit.catalogue.writing.features import change_between
from supervision.accounts.rules import actor_of
from supervision.kernel.access import current, requires
from supervision.kernel.clock import now, today
from supervision.kernel.db import reading, transaction
from supervision.kernel.errors import DomainError, NotFound

pages = Blueprint("credit-catalogue", __name__, url_prefix="/credit/catalogue")
TEMPLATES: Final = "credit/catalogue/templates"
WORDS: Final = {"kinds": KINDS, "uses": Use, "reviews": Review, "confidences": Confidence}


@pages.get("")
@requires("credit.read")
def page() -> str:
    """双公示事项目录."""
    asked = wanted(request.args, today=today())
    with reading() as session:
        found, total = queries.listed(session, asked, reader=current())
        listed = queries.departments(session, reader=current())
        own = current().department_id
        return render_template(
            f"{TEMPLATES}/catalogue.html",
            found=found,
            total=total,
            asked=asked,
            counts=queries.counts(session, asked, reader=current()),
            departments=listed,
            own=own if own in dict(listed) else None,
            waiting=queries.waiting(session, current()) if current().may("credit.review") else [],
            pager=_pager(asked, total),
            link=lambda **changes: url_for("credit-catalogue.page", **parts(asked, today=today(), **changes)),
            today=today(),
            **WORDS,
        )


def _pager(asked: Wanted, total: int) -> dict[str, Any]:
    first, last, pages_ = span(asked, total)

    def link(number: int) -> str | None:
        inside = 1 <= number <= pages_
        return url_for("credit-catalogue.page", **parts(asked, today=today(), page=number)) if inside else None

    return {"text": f"{total} 项中的 {first}–{last}", "previous_href": link(asked.page - 1), "next_href": link(asked.page + 1)}


@pages.get("/items/<code>")
@requires("credit.read")
def item(code: str) -> str:
    """事项."""
    return _item_page(code, ReviewForm())


def _item_page(code: str, form: ReviewForm) -> str:
    with reading() as session:
        editions = queries.item(session, code=code, reader=current())
        standing = next(one for one in editions if one.valid_to is None)
        ordered = sorted(editions, key=lambda one: one.valid_from, reverse=True)
        older = [*ordered[1:], None]
        history = [(one, change_between(before, one)) for one, before in zip(ordered, older, strict=True)]
        kept = {number for number, _name in queries.kept(session, current())}
        return render_template(
            f"{TEMPLATES}/item.html",
            item=standing,
            history=history,
            form=form,
            keeps=current().may("credit.catalogue") and standing.department_id in kept,
            reviews_here=_reviews(standing.department_id) and standing.created_by != actor_of(current()),
            people=queries.actors(session, editions),
            today=today(),
            **WORDS,
        )


def _reviews(department_id: int) -> bool:
    return current().may("credit.review") and current().department_id == department_id


@pages.get("/new")
@requires("credit.catalogue")
def new() -> str:
    """新增事项."""
    with reading() as session:
        form = _of_task(session, request.args.get("task", "")) or ItemForm.of(None)
        return _form_page(session, form, None)


def _of_task(session: Session, task: str) -> ItemForm | None:
    if not is_number(task):
        return None
    line = tasks.line(session, current(), task_id=int(task))
    told = line.task
    entry = Entry("", told.name, told.kind, told.category or "", told.basis or "", source=f"目录维护任务 {told.id}")
    form = ItemForm.of(entry, task=task)
    form.department_id.data = told.department_id
    form.valid_from.data = told.first_decided_on.isoformat()
    return form


@pages.post("/new")
@requires("credit.catalogue")
def create() -> ResponseReturnValue:
    """Put a new item into a catalogue, and close the task that asked for it."""
    form = ItemForm(request.form)
    with reading() as session:
        entry = _read(session, form)
        if entry is None:
            return _form_page(session, form, None), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        with transaction() as session:
            _create(session, form, entry)
    except NotFound:
        raise
    except DomainError as error:
        form.refuse(error)
        with reading() as session:
            return _form_page(session, form, None), HTTPStatus(error.http_status)
    flash(f"{entry.code} 已存，等待保密审查；审查前不对外公开", "ok")
    return redirect(url_for("credit-catalogue.item", code=entry.code), HTTPStatus.SEE_OTHER)


def _create(session: Session, form: ItemForm, entry: Entry) -> None:
    if is_number(form.task.data or ""):
        line = tasks.line(session, current(), task_id=int(form.task.data))
        queries.ensure_kept(session, current(), line.task.department_id)
        closing.close_with_item(session, task_id=line.task.id, entry=entry, who=Who(actor_of(current()), now()))
        return
    queries.ensure_kept(session, current(), form.department_id.data)
    service.add(
        session, entry, department_id=form.department_id.data, actor=actor_of(current()), now=now(), note=form.note.data
    )


@pages.get("/items/<code>/edit")
@requires("credit.catalogue")
def edit(code: str) -> str:
    """修改事项."""
    with reading() as session:
        standing = queries.item_standing(session, code=code, reader=current())
        queries.ensure_kept(session, current(), standing.department_id)
        form = ItemForm.of(standing.entry, seen=standing.number)
        form.department_id.data = standing.department_id
        return _form_page(session, form, code)


@pages.post("/items/<code>/edit")
@requires("credit.catalogue")
def change(code: str) -> ResponseReturnValue:
    """Write the next edition of an item."""
    with reading() as session:
        standing = queries.item_standing(session, code=code, reader=current())
        queries.ensure_kept(session, current(), standing.department_id)
        given = request.form.copy()
        given.update({"code": standing.code, "kind": standing.kind, "department_id": str(standing.department_id)})
        form = ItemForm(given)
        entry = _read(session, form)
        if entry is None:
            return _form_page(session, form, code), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        with transaction() as session:
            service.change(
                session,
                entry,
                item_id=standing.item_id,
                seen=form.number(),
                actor=actor_of(current()),
                now=now(),
                note=form.note.data,
            )
    except DomainError as error:
        form.refuse(error)
        with reading() as session:
            return _form_page(session, form, code), HTTPStatus(error.http_status)
    flash(f"{code} 的新版本已存", "ok")
    return redirect(url_for("credit-catalogue.item", code=code), HTTPStatus.SEE_OTHER)


@pages.post("/items/<code>/review")
@requires("credit.review")
def review(code: str) -> ResponseReturnValue:
    """Say what the public may see of the standing edition."""
    form = ReviewForm(request.form)
    if form.validate():
        try:
            with transaction() as session:
                standing = queries.item_standing(session, code=code, reader=current())
                if not _reviews(standing.department_id):
                    raise ItemUnknown
                service.review(
                    session,
                    edition_id=standing.edition_id,
                    outcome=Review(form.outcome.data),
                    note=form.note.data,
                    actor=actor_of(current()),
                    now=now(),
                )
        except NotFound:
            raise
        except DomainError as error:
            form.refuse(error)
        else:
            flash("审查意见已存", "ok")
            return redirect(url_for("credit-catalogue.item", code=code), HTTPStatus.SEE_OTHER)
    return _item_page(code, form), HTTPStatus.UNPROCESSABLE_ENTITY


@pages.post("/powers")
@requires("credit.catalogue")
def powers() -> ResponseReturnValue:
    """Bring in from the list of powers what the catalogue does not have."""
    given = request.form.get("department_id", "")
    department_id = int(given) if is_number(given) else current().department_id or 0
    with transaction() as session:
        queries.ensure_kept(session, current(), department_id)
        count = service.from_powers(session, department_id=department_id, actor=actor_of(current()), now=now())
    said = f"由权责清单新增 {count} 项，标为待核实；核对类别和依据后送保密审查" if count else "权责清单里没有新的许可或处罚事项"
    flash(said, "ok" if count else "info")
    return redirect(url_for("credit-catalogue.page", department=department_id), HTTPStatus.SEE_OTHER)


def _read(session: Session, form: ItemForm) -> Entry | None:
    form.department_id.choices = _departments(session)
    return form.entry({kind: queries.allowed(session, kind=kind, on=today()) for kind in KINDS})


def _departments(session: Session) -> list[SelectChoice]:
    return [SelectChoice(str(number), name) for number, name in queries.kept(session, current())]


def _form_page(session: Session, form: ItemForm, code: str | None) -> str:
    form.department_id.choices = _departments(session)
    if form.department_id.data is None:
        form.department_id.data = current().department_id
    allowed = {KINDS[kind]: queries.allowed(session, kind=kind, on=today()) for kind in KINDS}
    return render_template(f"{TEMPLATES}/form.html", form=form, code=code, allowed=allowed, **WORDS)
