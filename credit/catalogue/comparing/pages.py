"""目录版本: the days on which the catalogue changed, and what two days say differently."""

from datetime import timedelta
from typing import Final

from flask import Blueprint, render_template, request

from credit.catalogue import queries
from credit.catalogue.listing.features import day_of
from credit.catalogue.queries import Wanted
from credit.catalogue.rules import KINDS
from credit.catalogue.writing.features import changes
from supervision.kernel.access import current, requires
from supervision.kernel.clock import today
from supervision.kernel.db import reading

pages = Blueprint("credit-catalogue-compare", __name__, url_prefix="/credit/catalogue/versions")
TEMPLATES: Final = "credit/catalogue/comparing/templates"
SHOWN: Final = 50


@pages.get("")
@requires("credit.read")
def page() -> str:
    """目录版本与比较."""
    with reading() as session:
        days = queries.changed_days(session)
        latest = days[0][0] if days else today()
        after = day_of(request.args.get("after", ""), otherwise=max(latest, today()))
        before = day_of(request.args.get("before", ""), otherwise=latest - timedelta(days=1))
        sides = [queries.everything(session, Wanted(on), reader=current()) for on in (before, after)]
    return render_template(
        f"{TEMPLATES}/compare.html",
        days=days,
        before=before,
        after=after,
        sizes=[len(side) for side in sides],
        changes=changes(list(sides[0]), list(sides[1])),
        shown=SHOWN,
        kinds=KINDS,
        today=today(),
        one_day=timedelta(days=1),
    )
