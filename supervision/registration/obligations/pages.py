"""The registrar's page of firms that have to change their scope."""

from flask import Blueprint, render_template, request, url_for

from supervision.kernel.access import current, requires
from supervision.kernel.clock import today
from supervision.kernel.db import reading
from supervision.registration.obligations import queries, rules
from supervision.registration.obligations.states import GROUND_LABELS, STATE_LABELS, ObligationState

pages = Blueprint("duties-to-change", __name__, url_prefix="/registrations/obligations")
MOST_PAGES = 100_000


@pages.get("")
@requires("registration.read")
def page() -> str:
    """应变更经营范围."""
    asked = request.args.get("state", "")
    state = ObligationState(asked) if asked in set(ObligationState) else None
    number = min(max(1, request.args.get("page", type=int, default=1)), MOST_PAGES)
    with reading() as session:
        found = queries.page(session, current(), state=state, number=number)
        return render_template(
            "supervision/registration/obligations/templates/obligations.html",
            found=found,
            state=state,
            states=STATE_LABELS,
            counts=queries.counts(session, current()),
            grounds={key.value: label for key, label in GROUND_LABELS.items()},
            due=lambda item: rules.due_in_words(item.due_on, on=today()),
            basis=rules.BASIS,
            pager=_pager(found, state),
        )


def _pager(found: queries.DutyPage, state: ObligationState | None) -> dict[str, str | None]:
    def href(to: int) -> str | None:
        return url_for("duties-to-change.page", page=to, state=state) if 1 <= to <= found.pages else None

    text = f"共 {found.total:,} 项，第 {found.number} / {found.pages} 页"
    return {"text": text, "previous_href": href(found.number - 1), "next_href": href(found.number + 1)}
