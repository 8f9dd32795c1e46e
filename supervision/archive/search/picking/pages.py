"""按事项查: department, kind, then item or category; every choice stands in the address and ends in the search."""

from collections.abc import Mapping

from flask import Blueprint, render_template, request

from supervision.archive.search.forms import KINDS
from supervision.archive.search.picking import queries
from supervision.archive.search.picking.queries import COUNTED, PARTS
from supervision.intake.kinds import RowKind
from supervision.kernel.access import current, requires
from supervision.kernel.db import reading
from supervision.kernel.module import joined

picking_pages = Blueprint("search-picking", __name__)
TEMPLATE = "supervision/archive/search/templates/items.html"
LARGEST = 2**31 - 1
WORDS: Mapping[str, str] = {"item": "事项", "category": "类别"}


@picking_pages.get("/search/items")
@requires("search.read")
def page() -> str:
    """按事项查."""
    department = min(request.args.get("department", 0, type=int), LARGEST)
    kind = request.args.get("kind", "")[:24]
    scopes = current().scopes
    with reading() as session:
        held = queries.held(session, scopes=scopes)
        chosen = next((item for item in held if item.department_id == department and item.kind == kind), None)
        parts = {
            part: queries.values(session, part=part, kind=kind, department_id=department, scopes=scopes)
            for part in (PARTS if chosen else ())
        }
    return render_template(
        TEMPLATE, held=held, department=department, chosen=chosen, parts=parts, words=words(kind), kinds=labels(), capped=capped
    )


def capped(count: int) -> str:
    """Write a count; past a thousand nobody reads them all."""
    return f"{min(count, COUNTED):,}{'+' if count > COUNTED else ''}"


def labels() -> Mapping[str, str]:
    """Return what each kind of record is called here."""
    return {**{kind.name: kind.label for kind in joined().parts(RowKind)}, **KINDS}


def words(kind: str) -> Mapping[str, str]:
    """Return what the kind itself calls its items and categories, such as 处罚类别."""
    fields = [field for one in joined().parts(RowKind) if one.name == kind for field in one.fields]
    return {**WORDS, **{field.name: field.label for field in fields if field.name in PARTS}}
