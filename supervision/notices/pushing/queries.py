"""What is known of the firms that a batch of registrations is about."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from supervision.notices.pushing.schemas import Standing
from supervision.notices.states import Feedback, NoticeKind

GRANTED: Final = (Feedback.LICENSED, Feedback.FILED)

# One archive may stand under several numbers after a merge: their registrations are one history.
_FIRMS: Final = text("""
    SELECT DISTINCT coalesce(s.merged_into, s.id) FROM registration.entry e JOIN archive.subject s ON s.id = e.subject_id
    WHERE e.id = ANY(:entry_ids)""")

# Of every business its newest version that the archive holds; one that waits for a person leaves the one before it in force.
_ENTRIES: Final = text("""
    SELECT DISTINCT ON (e.registrar_department_id, e.source_no)
        coalesce(s.merged_into, s.id) AS firm_id, e.id, e.registrar_department_id, e.source_no, e.version, e.kind, e.occurred_on,
        e.received_at, e.subject_id, e.name, e.code, e.scope, e.scope_codes, e.division, e.division_given, e.address,
        e.former_scope, e.former_division, j.entry_id IS NOT NULL AS judged, j.matters, j.former, j.catalogue_version_id
    FROM archive.subject s JOIN registration.entry e ON e.subject_id = s.id
    LEFT JOIN notices.judgement j ON j.entry_id = e.id
    WHERE (s.id = ANY(:firms) OR s.merged_into = ANY(:firms)) AND e.state = 'archived'
    ORDER BY e.registrar_department_id, e.source_no, e.version DESC""")

_STANDING: Final = text("""
    SELECT coalesce(s.merged_into, s.id) AS firm_id, n.id, n.dedup_key, n.kind, n.state, n.division, n.department_id, n.entry_id,
        n.feedback, n.licence_record_id
    FROM archive.subject s JOIN notices.notice n ON n.subject_id = s.id
    WHERE s.id = ANY(:firms) OR s.merged_into = ANY(:firms) ORDER BY n.id FOR UPDATE OF n""")


def firms(session: Session, entry_ids: Sequence[int]) -> list[int]:
    """Return the archives that these registrations are about."""
    return list(session.scalars(_FIRMS, {"entry_ids": list(entry_ids)}))


_DOUBTED: Final = text("""
    SELECT DISTINCT n.entry_id FROM notices.notice n
    WHERE n.state = 'pooled' AND n.pool_reason = 'doubt' AND n.item_code = :item_code ORDER BY 1""")


def doubted(session: Session, *, item_code: str) -> list[int]:
    """Return the registrations that wait in the pool because nobody was sure whether they ask for an item."""
    return list(session.scalars(_DOUBTED, {"item_code": item_code}))


def entries(session: Session, firm_ids: Sequence[int]) -> Sequence[Row[Any]]:
    """Return every registration in force of these firms, with what its scope was found to ask for."""
    return session.execute(_ENTRIES, {"firms": list(firm_ids)}).all()


def standing(session: Session, firm_ids: Sequence[int]) -> dict[int, list[Standing]]:
    """Return every notice of these firms, held until the transaction ends."""
    found: dict[int, list[Standing]] = {firm: [] for firm in firm_ids}
    for row in session.execute(_STANDING, {"firms": list(firm_ids)}):
        found[row.firm_id].append(_standing(row))
    return found


def _standing(row: Row[Any]) -> Standing:
    return Standing(
        notice_id=row.id,
        dedup_key=row.dedup_key,
        kind=NoticeKind(row.kind),
        state=row.state,
        division=row.division,
        department_id=row.department_id,
        entry_id=row.entry_id,
        granted=row.feedback in GRANTED or row.licence_record_id is not None,
    )
