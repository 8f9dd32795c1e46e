"""处处修复: how each holder keeps its time, and what became of one repair everywhere."""

from typing import Final

from flask import Blueprint, render_template
from sqlalchemy.orm import Session

from credit.repair.lifting import queries
from credit.repair.queries import holders
from credit.repair.states import HolderState, RepairState
from supervision.kernel.access import Principal, current, requires
from supervision.kernel.clock import today
from supervision.kernel.db import reading
from supervision.kernel.holders import Holder
from supervision.kernel.module import joined

pages = Blueprint("credit-holders", __name__, url_prefix="/credit/repair")
TEMPLATES: Final = "credit/repair/lifting/templates"


def overdue_now(session: Session, _principal: Principal) -> int:
    """Count for the navigation what holders owe although its day is over."""
    return queries.overdue(session, today=today())


@pages.get("/holders")
@requires("credit.read")
def page() -> str:
    """处处修复回执."""
    with reading() as session:
        ranked = queries.ranking(session, today=today())
        late = queries.late(session, today=today())
    return render_template(
        f"{TEMPLATES}/holders.html",
        ranked=ranked,
        late=late,
        silent=[part.label for part in joined().parts(Holder) if part.name not in {one.holder for one in ranked}],
        today=today(),
        most=queries.MOST,
    )


@pages.get("/<int(max=9223372036854775807):repair_id>/everywhere")
@requires("credit.read")
def everywhere(repair_id: int) -> str:
    """One repair: each holder told, acknowledged, overdue."""
    with reading() as session:
        repair, department = queries.everywhere(session, repair_id)
        found = holders(session, repair_id)
    return render_template(
        f"{TEMPLATES}/everywhere.html",
        repair=repair,
        department=department,
        state=RepairState(repair.state),
        holders=found,
        holder_state=HolderState,
        today=today(),
        may_open=current().may("credit.repair"),
    )
