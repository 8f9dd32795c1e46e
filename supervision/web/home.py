"""What the first page shows: the panels that modules offer and the person may see."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from supervision.kernel.access import Principal
from supervision.kernel.module import HomePanel, joined
from supervision.web.navigation import may


@dataclass(frozen=True, slots=True)
class Shown:
    """A panel with what it loaded."""

    title: str
    template: str
    panel: Any


def panels(session: Session, *, principal: Principal, now: datetime) -> list[Shown]:
    """Return the person's panels in their order."""
    offered = sorted(joined().parts(HomePanel), key=lambda item: item.order)
    return [
        Shown(item.title, item.template, item.load(session, principal, now))
        for item in offered
        if may(principal, item.permission)
    ]
