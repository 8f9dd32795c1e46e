"""Circulars and what stands in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from credit.assessment.errors import CircularUnknown
from credit.assessment.models import Circular
from credit.assessment.rules import line_of, method_of
from credit.assessment.schemas import By, Line, Method
from supervision.kernel.rulebook.queries import rule_version


@dataclass(frozen=True, slots=True)
class Issued:
    """A circular with its lines and the very method by which they were made."""

    circular: Circular
    departments: Sequence[Line]
    districts: Sequence[Line]
    method: Method

    @property
    def words(self) -> str:
        first, last = self.circular.starts_on, self.circular.ends_on
        return f"{first.year} 年" if (last - first).days > 31 else f"{first.year} 年 {first.month} 月"  # noqa: PLR2004 - the longest month


def of_period(session: Session, *, starts_on: date, ends_on: date) -> Circular | None:
    """Return the circular of a period, if it was issued."""
    return session.scalar(select(Circular).where(Circular.starts_on == starts_on, Circular.ends_on == ends_on))


def issued(session: Session, *, size: int) -> Sequence[Circular]:
    """Return the circulars, the newest period first."""
    return session.scalars(select(Circular).order_by(Circular.ends_on.desc(), Circular.starts_on.desc()).limit(size)).all()


def whole(session: Session, *, circular_id: int) -> Issued:
    """Return a circular with everything that it says."""
    found = session.get(Circular, circular_id)
    if found is None:
        raise CircularUnknown
    rule_id, _at, version = found.method.rpartition("@")
    method = method_of(rule_version(session, rule_id=rule_id, version=int(version)))
    return Issued(found, _lines(found.lines, By.DEPARTMENT), _lines(found.lines, By.DISTRICT), method)


def _lines(stored: Sequence[dict[str, Any]], by: By) -> list[Line]:
    return [line_of(line) for line in stored if line["by"] == by]
