"""Tell who is to be told of periods that end or have ended: each once, and written into the history of an objection."""

from datetime import datetime
from typing import Final

from sqlalchemy import text
from sqlalchemy.orm import Session

from credit.objections.reminding import queries
from credit.objections.states import Level
from supervision.kernel.clock import legal_date

AT_ONCE: Final = 500
ACTOR: Final = "平台"

# The revision of a case stays, so that a form that somebody has open is not refused because of a reminder.
TELL: Final = text("""
    WITH late AS (
        SELECT * FROM (
            SELECT o.id AS objection_id, CAST(NULL AS bigint) AS inquiry_id, o.due_on, o.department_id, o.state
            FROM credit.objection AS o WHERE o.state IN ('filed', 'taken', 'correcting') AND o.due_on <= :until
            UNION ALL
            SELECT NULL, i.id, i.due_on, i.department_id, i.state
            FROM credit.inquiry AS i WHERE i.state = 'asked' AND i.due_on <= :until
        ) AS running
        WHERE NOT EXISTS (SELECT FROM credit.objection_reminder AS r WHERE r.level = :level AND r.due_on = running.due_on
            AND r.objection_id IS NOT DISTINCT FROM running.objection_id
            AND r.inquiry_id IS NOT DISTINCT FROM running.inquiry_id)
        ORDER BY due_on, objection_id, inquiry_id LIMIT :at_once
    ), told AS (
        INSERT INTO credit.objection_reminder (objection_id, inquiry_id, level, due_on, department_id, made_at)
        SELECT objection_id, inquiry_id, :level, due_on, department_id, :now FROM late
        ON CONFLICT DO NOTHING RETURNING objection_id, inquiry_id, due_on
    ), noted AS (
        INSERT INTO credit.objection_step (objection_id, action, state, at, actor, said)
        SELECT told.objection_id, 'remind', o.state, :now, :actor, :said || '（期限 ' || told.due_on || '）'
        FROM told JOIN credit.objection AS o ON o.id = told.objection_id
    )
    SELECT count(*) FROM told
""")


def remind(session: Session, level: Level, *, now: datetime) -> int:
    """Tell one level of the next part of what concerns it, and return how much that was."""
    values = {
        "until": queries.until(session, level, today=legal_date(now)),
        "level": level.value,
        "at_once": AT_ONCE,
        "actor": ACTOR,
        "said": level.label,
        "now": now,
    }
    return int(session.execute(TELL, values).scalar_one())
