"""Save a layout by name."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from supervision.intake.errors import LayoutNameMissing
from supervision.intake.layouts.schemas import Mapping
from supervision.intake.models import SavedLayout


def save_layout(session: Session, *, name: str, kind: str, mapping: Mapping, now: datetime, saved_by: str) -> SavedLayout:
    """Keep a mapping under a name; the same name again makes the next version and forgets nothing."""
    name = name.strip()
    if not name:
        raise LayoutNameMissing
    last = session.scalar(select(func.max(SavedLayout.version)).where(SavedLayout.name == name)) or 0
    columns: dict[str, list[str]] = {}
    for header, field in mapping.columns.items():
        columns.setdefault(field, []).append(header)
    definition = {"columns": columns, "units": dict(mapping.units), "constants": dict(mapping.constants)}
    saved = SavedLayout(name=name, version=last + 1, kind=kind, definition=definition, saved_at=now, saved_by=saved_by)
    session.add(saved)
    session.flush()
    return saved
