"""对账: one channel and one day, stage by stage and department by department, with every difference by name."""

from http import HTTPStatus
from typing import Final

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from credit.channels import service
from credit.channels.errors import DayUnreadable
from credit.channels.forms import day_of, kind_of, number
from credit.channels.queries import channel_for
from credit.channels.reconciling import queries
from credit.channels.reconciling.service import ask_for
from credit.channels.service import Given
from credit.channels.states import Difference
from supervision.accounts.rules import actor_of
from supervision.kernel.access import current, requires
from supervision.kernel.clock import now, today
from supervision.kernel.db import reading, transaction
from supervision.kernel.errors import DomainError, NotFound

pages = Blueprint("credit-reconcile", __name__, url_prefix="/credit/channels/<string(maxlength=24):name>/reconcile")
TEMPLATES: Final = "credit/channels/reconciling/templates"


@pages.get("")
@requires("credit.channels")
def page(name: str) -> str:
    """对账."""
    kind, department_id = kind_of(request.args), number(request.args.get("department"))
    department_id = department_id if department_id is not None and department_id < 2**31 else None
    with reading() as session:
        _found, contract = channel_for(session, name)
        day = day_of(request.args.get("day", "")) or queries.newest_day(session, name) or today()
        found = queries.differences(
            session, name, day, kind=kind, department_id=department_id, after=number(request.args.get("after")) or 0
        )
        stages = queries.stages(session, name, day)
        counts = queries.difference_counts(session, name, day)
    lines = found[: queries.SHOWN]
    return render_template(
        f"{TEMPLATES}/reconcile.html",
        contract=contract,
        day=day,
        stages=stages,
        sums=summed(stages),
        counts=counts,
        repushable=sum(count for kind_, count in counts.items() if Difference(kind_).repushed),
        lines=lines,
        following=lines[-1].difference.id if len(found) > queries.SHOWN else None,
        kind=kind,
        kinds=Difference,
        department_id=department_id,
    )


def summed(stages: object) -> dict[str, int | None]:
    """Return the stages of all departments together; nothing held where one list is missing."""
    rows = [row[0] for row in stages]  # type: ignore[attr-defined]  # rows of the query
    sums: dict[str, int | None] = {
        name: sum(getattr(row, name) for row in rows) for name in ("produced", "published", "sent", "received", "differences")
    }
    sums["held"] = None if any(row.held is None for row in rows) else sum(row.held for row in rows)
    return sums


@pages.post("/run")
@requires("credit.channels")
def run(name: str) -> ResponseReturnValue:
    """Compare a day now."""
    day = day_of(request.form.get("day", ""))
    if day is None:
        raise DayUnreadable(text=request.form.get("day", "")[:20])
    with transaction() as session:
        channel_for(session, name)
        ask_for(session, name, day, actor=actor_of(current()), now=now())
    flash("正在核对，稍后刷新本页看结果", "ok")
    return _back(name, day.isoformat())


@pages.post("/push")
@requires("credit.channels")
def push(name: str) -> ResponseReturnValue:
    """Push again whatever pushing again remedies, of a day or of one difference."""
    day = day_of(request.form.get("day", ""))
    if day is None:
        raise DayUnreadable(text=request.form.get("day", "")[:20])
    decision_id = number(request.form.get("decision"))
    kinds = [kind.value for kind in Difference if kind.repushed]
    try:
        with transaction() as session:
            channel_for(session, name)
            ids = queries.repushable(session, name, day, kinds=kinds)
            chosen = [one for one in ids if decision_id in {None, one}]
            made = service.push_again(session, name, Given(actor_of(current()), now()), decision_ids=chosen)
        flash(f"已排入重新推送 {made} 条，回执到后再核对", "ok")
    except NotFound:
        raise
    except DomainError as error:
        flash(f"{error.text}。{error.remedy_text}", "warn")
    return _back(name, day.isoformat())


def _back(name: str, day: str) -> ResponseReturnValue:
    return redirect(url_for("credit-reconcile.page", name=name, day=day), HTTPStatus.SEE_OTHER)
