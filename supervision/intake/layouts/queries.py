"""Which layouts there are: those of the package, and those that somebody saved."""

import json
from functools import cache
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from supervision.intake.errors import LayoutUnknown
from supervision.intake.layouts.schemas import Layout
from supervision.intake.models import SavedLayout

DATA = Path(__file__).parent / "data"


@cache
def shipped() -> tuple[Layout, ...]:
    """Return the layouts that come with the package."""
    files = sorted(DATA.glob("*.json"))
    return tuple(_parsed(item) for file in files for item in json.loads(file.read_text(encoding="utf-8")))


def _parsed(item: dict[str, object]) -> Layout:
    return Layout.from_json(str(item["name"]), str(item["kind"]), item)


def layouts(session: Session) -> list[Layout]:
    """Return every layout in its newest version; a saved one hides a shipped one of the same name."""
    newest = select(SavedLayout).ext(distinct_on(SavedLayout.name)).order_by(SavedLayout.name, SavedLayout.version.desc())
    saved = [
        Layout.from_json(row.name, row.kind, row.definition, version=row.version, saved=True) for row in session.scalars(newest)
    ]
    names = {item.name for item in saved}
    return [*saved, *(item for item in shipped() if item.name not in names)]


def layout_named(session: Session, name: str) -> Layout:
    """Return a layout by name."""
    for item in layouts(session):
        if item.name == name:
            return item
    raise LayoutUnknown(layout=name)
