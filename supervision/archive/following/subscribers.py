"""New events of followed subjects come to those who follow them, a chunk of rows at a time."""

from datetime import datetime
from typing import Final

from sqlalchemy import text
from sqlalchemy.orm import Session

from supervision.intake.events import RowsAccepted

# Driven by the few who are followed, not by the many rows: a chunk of ten thousand costs as much as a chunk of ten. A merged
# subject's events come to those who follow the one that was kept, and the other way round.
BRING: Final = text("""
    INSERT INTO archive.follow_change (user_id, event_id, subject_id, arrived_at)
    SELECT f.user_id, e.id, f.subject_id, :now
    FROM archive.follow f
    JOIN archive.subject s ON s.id = f.subject_id
    CROSS JOIN LATERAL (
        SELECT s.id UNION SELECT s.merged_into WHERE s.merged_into IS NOT NULL
        UNION SELECT other.id FROM archive.subject other WHERE other.merged_into IN (s.id, s.merged_into)
    ) related (id)
    JOIN archive.event e ON e.subject_id = related.id
    WHERE e.batch_id = :batch_id AND e.row_no BETWEEN :first_row AND :last_row AND e.known_to IS NULL AND e.known_from >= f.since
    ON CONFLICT DO NOTHING
""")


def bring_changes(session: Session, event: RowsAccepted, now: datetime) -> None:
    """Lay the chunk's events before those who follow their subjects; delivered again, nothing comes twice."""
    given = {"batch_id": event.batch_id, "first_row": event.first_row, "last_row": event.last_row, "now": now}
    session.execute(BRING, given)
