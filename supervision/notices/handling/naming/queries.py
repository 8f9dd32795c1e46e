"""Names of divisions, kept for a minute: a list writes one into every line."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy.orm import Session

from supervision.kernel.clock import legal_date
from supervision.notices.informing.places.queries import places

_kept: WeakKeyDictionary[Any, tuple[datetime, Mapping[str, str]]] = WeakKeyDictionary()


def kept_names(session: Session, *, now: datetime) -> Mapping[str, str]:
    """Return what the divisions of our departments are called; what was found within the same minute is not asked for again."""
    minute, engine = now.replace(second=0, microsecond=0), session.get_bind()
    found = _kept.get(engine)
    if found is None or found[0] != minute:
        found = (minute, dict(places(session, on=legal_date(now))))
        _kept[engine] = found
    return found[1]
