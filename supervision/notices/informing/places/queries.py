"""Names of divisions: from the national table, else from what the departments there are called."""

import re
from datetime import date
from itertools import takewhile

from sqlalchemy import select
from sqlalchemy.orm import Session

from supervision.accounts.models import Department
from supervision.kernel.divisions import full_name

_PLACE = re.compile(r".*[省市区县旗盟州]")


def place_name(session: Session, code: str, *, on: date) -> str:
    """Return the name of a division; the code where nobody knows it."""
    return full_name(code, on) or _common(session, code) or code


def places(session: Session, *, on: date) -> list[tuple[str, str]]:
    """Return the divisions in which departments of ours are, with their names."""
    codes = session.scalars(select(Department.division).where(Department.division.is_not(None)).distinct())
    return [(code, place_name(session, code, on=on)) for code in sorted(code for code in codes if code)]


def _common(session: Session, code: str) -> str:
    """Return what the names of a division's departments begin with, up to the name of a place."""
    names = session.scalars(select(Department.name).where(Department.division == code)).all()
    if not names:
        return ""
    shared = takewhile(lambda pair: pair[0] == pair[1], zip(min(names), max(names), strict=False))
    found = _PLACE.match("".join(pair[0] for pair in shared))
    return found[0] if found else ""
