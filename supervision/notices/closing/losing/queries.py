"""Licences that ran out lately or of which it was told lately that they are gone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import text
from sqlalchemy.orm import Session

from supervision.notices.closing.judging.queries import LICENCE, licence_of
from supervision.notices.closing.judging.schemas import Licence

GONE: Final = "'吊销|撤销|注销|撤回'"
_LOST: Final = text(f"""
    SELECT coalesce(s.merged_into, s.id) AS subject_id, {LICENCE}
    FROM archive.record r JOIN archive.subject s ON s.id = r.subject_id
    WHERE r.kind = 'licence' AND r.known_to IS NULL AND r.matched IN ('code', 'number', 'person') AND (
        (r.valid_to >= :since AND r.valid_to < :today)
        OR (r.known_from >= :told AND (r.result ~ {GONE} OR r.category ~ {GONE} OR r.item ~ {GONE}))
    ) ORDER BY r.id""")  # noqa: S608 - constants
_OTHERS: Final = text(f"""
    SELECT DISTINCT r.subject_id AS subject_id, coalesce(s.merged_into, s.id) AS holder, {LICENCE}
    FROM archive.subject s JOIN archive.record r ON r.subject_id = s.id AND r.kind = 'licence' AND r.known_to IS NULL
    WHERE s.id = ANY(:subject_ids) OR s.merged_into = ANY(:subject_ids)""")  # noqa: S608 - constants


@dataclass(frozen=True, slots=True)
class Held:
    """A licence and the subject that had or has it."""

    subject_id: int
    licence: Licence


def lost(session: Session, *, since: date, today: date, told: datetime) -> list[Held]:
    """Return licences that ended between two days, or that were reported as gone since an instant."""
    rows = session.execute(_LOST, {"since": since, "today": today, "told": told})
    return [Held(row.subject_id, licence_of(row)) for row in rows]


def others(session: Session, *, subject_ids: Sequence[int]) -> Iterator[Held]:
    """Yield every licence of some subjects, so that a renewed one is seen."""
    rows: Any = session.execute(_OTHERS, {"subject_ids": list(subject_ids)})
    return (Held(row.holder, licence_of(row)) for row in rows)
