"""目录变动的影响, for the one who is about to publish a draft."""

from typing import Any, Final

from flask import Blueprint, render_template, request, url_for
from sqlalchemy.orm import Session

from supervision.kernel.access import requires
from supervision.kernel.clock import now, today
from supervision.kernel.db import reading
from supervision.licensing.catalogue import queries as catalogue
from supervision.licensing.catalogue.errors import NoCatalogueInForce
from supervision.licensing.catalogue.models import CatalogueVersion
from supervision.licensing.catalogue.writing.features import labelled
from supervision.licensing.matching.impact.queries import MOST, impact
from supervision.licensing.matching.impact.schemas import Difference, Impact

pages = Blueprint("catalogue-impact", __name__, url_prefix="/licensing/catalogue/versions")
TEMPLATES: Final = "supervision/licensing/matching/impact/templates"
DAYS: Final = (15, 30, 90, 365)
PAGE: Final = 50
LAST: Final = 10_000


@pages.get("/<int(max=2147483647):version_id>/impact")
@requires("licensing.read")
def page(version_id: int) -> str:
    """目录变动的影响."""
    days = request.args.get("days", type=int)
    days = days if days in DAYS else DAYS[1]
    item = request.args.get("item", "")[:8]
    with reading() as session:
        after = catalogue.version_numbered(session, version_id=version_id)
        before = _before(session, after)
        found = impact(session, before=before, after=after, since_days=days, now=now())
        shown = [entry for entry in found.differences if not item or item in _items(entry)]
        number = min(max(1, request.args.get("page", type=int, default=1)), LAST)
        return render_template(
            f"{TEMPLATES}/impact.html",
            version=after,
            before=before,
            found=found,
            shown=shown[(number - 1) * PAGE : number * PAGE],
            names=_names(session, before, after, found),
            pager=_pager(version_id, days, item, number, len(shown)),
            days=days,
            choices=DAYS,
            item=item,
            most=MOST,
            labelled=labelled,
        )


def _before(session: Session, after: CatalogueVersion) -> CatalogueVersion:
    """Return what the decisions of these days rest on: what is in force, or for the version in force itself what it was made from."""
    in_force = catalogue.version_in_force(session, on=today())
    if in_force is not None and in_force.id != after.id:
        return in_force
    if after.based_on is not None:
        return catalogue.version_numbered(session, version_id=after.based_on)
    if in_force is None:
        raise NoCatalogueInForce(on=today().isoformat())
    return in_force


def _items(entry: Difference) -> set[str]:
    return {*entry.gained, *entry.lost, *entry.doubted, *entry.altered}


def _names(session: Session, before: CatalogueVersion, after: CatalogueVersion, found: Impact) -> dict[str, str]:
    """Return the names of the items, as the later version has them where it still has them."""
    old, new = (catalogue.catalogue_of(session, version=version).items for version in (before, after))
    return {tally.item: (new.get(tally.item) or old[tally.item]).name for tally in found.tallies}


def _pager(version_id: int, days: int, item: str, number: int, total: int) -> dict[str, Any]:
    last = max(1, -(-total // PAGE))

    def link(page: int) -> str | None:
        if not 1 <= page <= last:
            return None
        return url_for("catalogue-impact.page", version_id=version_id, days=days, item=item or None, page=page)

    first = min((number - 1) * PAGE + 1, total)
    text = f"{total} 件中的 {first}–{min(number * PAGE, total)}，新的在前"
    return {"text": text, "previous_href": link(number - 1), "next_href": link(number + 1)}
