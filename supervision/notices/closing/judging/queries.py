"""Licences of the firms that notices are about, in sets."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import TextClause, text
from sqlalchemy.orm import Session

from supervision.notices.closing.judging.schemas import Licence, Wanted

# Driven by the notices, which are few, not by the records, which are many: `ix_record_subject` finds those of a firm. A firm
# whose archives were merged is all of its archives.
RELATED: Final = """
    CROSS JOIN LATERAL (
        SELECT s.id UNION SELECT s.merged_into WHERE s.merged_into IS NOT NULL
        UNION SELECT other.id FROM archive.subject other WHERE other.merged_into IN (s.id, s.merged_into)
    ) related (id)"""
LICENCE: Final = """
    r.id AS record_id, r.matched, r.item, r.category, r.data ->> 'certificate' AS certificate, r.data ->> 'content' AS content,
    r.result, r.data ->> 'remark' AS remark, r.authority, r.department_id AS source_id, r.occurred_on, r.valid_to"""
_PAIRS: Final = f"""
    SELECT n.id AS notice_id, n.state, n.item_code, n.item_name, n.department_id, d.name AS office, {LICENCE}, ARRAY(
        SELECT DISTINCT o.item_code FROM notices.notice o WHERE o.subject_id = n.subject_id AND o.item_code <> n.item_code
        AND o.state NOT IN ('withdrawn', 'merged')) AS beside
    FROM notices.notice n JOIN archive.subject s ON s.id = n.subject_id {RELATED}
    JOIN archive.record r ON r.subject_id = related.id AND r.kind = 'licence' AND r.known_to IS NULL
    LEFT JOIN accounts.department d ON d.id = n.department_id
    WHERE n.item_code IS NOT NULL AND n.state NOT IN ('withdrawn', 'merged')"""  # noqa: S608 - constants of this file
_OF_CHUNK: Final = text(
    _PAIRS + " AND r.batch_id = :batch_id AND r.row_no BETWEEN :first_row AND :last_row ORDER BY n.id, r.occurred_on DESC, r.id"
)
_OF_NOTICES: Final = text(_PAIRS + " AND n.id = ANY(:notice_ids) ORDER BY n.id, r.occurred_on DESC, r.id")


@dataclass(frozen=True, slots=True)
class Pair:
    """A licence of the firm that a notice is about."""

    notice_id: int
    state: str
    wanted: Wanted
    licence: Licence


def of_chunk(session: Session, *, batch_id: int, first_row: int, last_row: int) -> list[Pair]:
    """Return the pairs that a chunk of licences makes."""
    return _pairs(session, _OF_CHUNK, {"batch_id": batch_id, "first_row": first_row, "last_row": last_row})


def of_notices(session: Session, *, notice_ids: Sequence[int]) -> list[Pair]:
    """Return the pairs of notices with what their firms have already."""
    return _pairs(session, _OF_NOTICES, {"notice_ids": list(notice_ids)})


def _pairs(session: Session, statement: TextClause, given: dict[str, Any]) -> list[Pair]:
    return [_pair(row) for row in session.execute(statement, given)]


def _pair(row: Any) -> Pair:
    wanted = Wanted(row.item_code, row.item_name, row.department_id, row.office, tuple(row.beside))
    return Pair(row.notice_id, row.state, wanted, licence_of(row))


def licence_of(row: Any) -> Licence:
    """Return the licence of a row that has the columns of `LICENCE`."""
    return Licence(**{name: getattr(row, name) for name in Licence.__slots__})
