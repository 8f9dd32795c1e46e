"""审批事项目录: the list, an item, and its form."""

from http import HTTPStatus
from typing import Any, Final

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from supervision.accounts.rules import actor_of
from supervision.kernel.access import current, requires
from supervision.kernel.clock import now, today
from supervision.kernel.db import reading, transaction
from supervision.kernel.errors import DomainError, NotFound
from supervision.licensing.catalogue import queries, service
from supervision.licensing.catalogue.features import changed_fields
from supervision.licensing.catalogue.forms import ItemForm
from supervision.licensing.catalogue.functions.features import name_of, names
from supervision.licensing.catalogue.listing.features import Wanted, wanted
from supervision.licensing.catalogue.models import CatalogueVersion
from supervision.licensing.catalogue.schemas import ALTERNATIVE, Confidence, Item, Level, Mode, Stage
from supervision.licensing.catalogue.states import VersionState
from supervision.licensing.catalogue.writing.features import labelled
from supervision.licensing.offices.matrix import queries as matrix

pages = Blueprint("catalogue", __name__, url_prefix="/licensing/catalogue")
TEMPLATES: Final = "supervision/licensing/catalogue/templates"
PAGE: Final = 40
LAST: Final = 10_000
WORDS: Final = {"stages": Stage, "modes": Mode, "levels": Level, "confidences": Confidence, "states": VersionState}


@pages.get("")
@requires("licensing.read")
def page() -> str:
    """审批事项目录."""
    asked = wanted(request.args)
    with reading() as session:
        version = _version(session, request.args.get("version", type=int))
        items = sorted(queries.catalogue_of(session, version=version).items.values(), key=in_order)
        found = asked.items(items, on=today())
        return render_template(
            f"{TEMPLATES}/catalogue.html",
            version=version,
            others=queries.versions(session),
            in_force=queries.version_in_force(session, on=today()),
            found=found[(_page_number() - 1) * PAGE : _page_number() * PAGE],
            counts={stage: sum(item.stage == stage for item in items) for stage in Stage},
            unsure=sum(item.confidence == Confidence.UNSURE for item in items),
            total=len(items),
            asked=asked,
            pager=_pager(version, asked, len(found)),
            functions=_functions(items),
            recipients=recipients,
            on=today(),
            **WORDS,
        )


def in_order(item: Item) -> tuple[int, str]:
    """Return the place of an item in the list: what is asked for after registration first."""
    return list(Stage).index(item.stage), item.code


def recipients(item: Item) -> list[str]:
    """Return who receives, one line each."""
    return ["或".join(name_of(function) for function in entry.split(ALTERNATIVE)) for entry in item.departments]


def _functions(items: list[Item]) -> dict[str, str]:
    used = {function for item in items for function in item.functions}
    return {code: name for code, name in names().items() if code in used}


def _version(session: Session, version_id: int | None) -> CatalogueVersion:
    if version_id is not None:
        return queries.version_numbered(session, version_id=min(version_id, 2**31 - 1))
    found = queries.version_in_force(session, on=today())
    if found is None:
        raise NotFound
    return found


def _page_number() -> int:
    return min(max(1, request.args.get("page", type=int, default=1)), LAST)


def _pager(version: CatalogueVersion, asked: Wanted, total: int) -> dict[str, Any]:
    number, last = _page_number(), max(1, -(-total // PAGE))
    given: dict[str, Any] = {**asked.given, "version": request.args.get("version", type=int)}

    def link(page: int) -> str | None:
        return url_for("catalogue.page", **given, page=page) if 1 <= page <= last else None

    first = min((number - 1) * PAGE + 1, total)
    text = f"{total} 项中的 {first}–{min(number * PAGE, total)}，目录版本“{version.label}”"
    return {"text": text, "previous_href": link(number - 1), "next_href": link(number + 1)}


@pages.get("/<int(max=2147483647):version_id>/items/<code>")
@requires("licensing.read")
def item(version_id: int, code: str) -> str:
    """审批事项."""
    with reading() as session:
        version = queries.version_numbered(session, version_id=version_id)
        found = queries.item_in(session, version=version, code=code)
        return render_template(
            f"{TEMPLATES}/item.html",
            version=version,
            item=found,
            recipients=recipients(found),
            history=_history(session, code),
            places=matrix.answers(session, item=found, on=today()),
            labelled=labelled,
            on=today(),
            **WORDS,
        )


def _history(session: Session, code: str) -> list[tuple[CatalogueVersion, Item, list[str]]]:
    """Return the item in every version with what each changed against the one drawn up before it."""
    rows = queries.history(session, code=code)
    older = [entry for _version, entry in rows[1:]]
    changes = [list(changed_fields(before, after)) for (_v, after), before in zip(rows, older, strict=False)]
    return [(version, entry, change) for (version, entry), change in zip(rows, [*changes, []], strict=True)]


@pages.get("/<int(max=2147483647):version_id>/items/new")
@requires("licensing.catalogue")
def new(version_id: int) -> str:
    """新增事项."""
    with reading() as session:
        version = queries.version_numbered(session, version_id=version_id)
    return _form_page(version, ItemForm.of(None, seen=version.revision), None)


@pages.post("/<int(max=2147483647):version_id>/items/new")
@requires("licensing.catalogue")
def create(version_id: int) -> ResponseReturnValue:
    """Add an item to a draft."""
    return _save(version_id, None)


@pages.get("/<int(max=2147483647):version_id>/items/<code>/edit")
@requires("licensing.catalogue")
def edit(version_id: int, code: str) -> str:
    """修改事项."""
    with reading() as session:
        version = queries.version_numbered(session, version_id=version_id)
        form = ItemForm.of(queries.item_in(session, version=version, code=code), seen=version.revision)
    return _form_page(version, form, code)


@pages.post("/<int(max=2147483647):version_id>/items/<code>/edit")
@requires("licensing.catalogue")
def change(version_id: int, code: str) -> ResponseReturnValue:
    """Save an item of a draft."""
    return _save(version_id, code)


@pages.post("/<int(max=2147483647):version_id>/items/<code>/remove")
@requires("licensing.catalogue")
def remove(version_id: int, code: str) -> ResponseReturnValue:
    """Take an item out of a draft."""
    seen = request.form.get("seen", 0, type=int)
    with transaction() as session:
        service.remove_item(session, version_id=version_id, code=code, seen=seen, actor=actor_of(current()), now=now())
    flash(f"{code} 已从草案删去；已发布的版本不受影响", "ok")
    return redirect(url_for("catalogue.page", version=version_id), HTTPStatus.SEE_OTHER)


def _save(version_id: int, code: str | None) -> ResponseReturnValue:
    form = ItemForm(request.form if code is None else _with_code(code))
    found = form.item()
    if found is not None:
        try:
            _write(version_id, found, form, is_new=code is None)
        except NotFound:
            raise
        except DomainError as error:
            form.refuse(error)
        else:
            flash(f"{found.code} 已存入草案，发布后生效", "ok")
            return redirect(url_for("catalogue.item", version_id=version_id, code=found.code), HTTPStatus.SEE_OTHER)
    with reading() as session:
        version = queries.version_numbered(session, version_id=version_id)
    return _form_page(version, form, code), HTTPStatus.UNPROCESSABLE_ENTITY


def _with_code(code: str) -> Any:
    given = request.form.copy()
    given["code"] = code
    return given


def _write(version_id: int, found: Item, form: ItemForm, *, is_new: bool) -> None:
    with transaction() as session:
        service.save_item(
            session,
            version_id=version_id,
            item=found,
            seen=form.revision(),
            is_new=is_new,
            actor=actor_of(current()),
            now=now(),
        )


def _form_page(version: CatalogueVersion, form: ItemForm, code: str | None) -> str:
    return render_template(f"{TEMPLATES}/form.html", version=version, form=form, code=code, functions=names(), **WORDS)
