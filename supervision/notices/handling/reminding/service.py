"""Tell who is to be told of periods that end or have ended: set-based, each once, written into the history."""

from datetime import datetime

from sqlalchemy import text
from sqlalchemy.orm import Session

from supervision.kernel import outbox
from supervision.kernel.clock import legal_date
from supervision.notices.handling.deadlines.rules import Clocks
from supervision.notices.handling.reminding.events import NoticesReminded
from supervision.notices.handling.reminding.rules import until
from supervision.notices.handling.reminding.states import Level

AT_ONCE = 500
ACTOR = "平台"

# The pool is nobody's: what nobody claimed in time concerns the city at once. The revision of a notice stays, so that a
# form that somebody has open is not refused because of a reminder.
TELL = text("""
    WITH late AS (
        SELECT n.id, n.state, n.due_on, n.department_id FROM notices.notice AS n
        WHERE n.due_on <= CASE WHEN n.state = 'pooled' THEN :pool_until ELSE :until END
        AND n.due_on <= :latest AND n.state = ANY(:states)
        AND NOT EXISTS (SELECT FROM notices.reminder AS r
            WHERE r.notice_id = n.id AND r.level = :level AND r.state = n.state AND r.due_on = n.due_on)
        ORDER BY n.due_on, n.id LIMIT :at_once
    ), told AS (
        INSERT INTO notices.reminder (notice_id, level, state, due_on, department_id, made_at)
        SELECT id, :level, state, due_on, department_id, :now FROM late
        ON CONFLICT DO NOTHING RETURNING notice_id, state, due_on, department_id
    ), noted AS (
        INSERT INTO notices.step (notice_id, action, state, at, actor, to_department_id, reason, detail)
        SELECT notice_id, :action, state, :now, :actor, department_id, :reason,
            jsonb_build_object('level', CAST(:level AS text), 'due_on', due_on) FROM told
    )
    SELECT notice_id FROM told ORDER BY notice_id
""")


def remind(session: Session, level: Level, *, clocks: Clocks, now: datetime) -> int:
    """Tell one level of the next part of what concerns it, and return how many notices that were."""
    today = legal_date(now)
    last = until(level, today=today, clocks=clocks)
    pool = until(Level.HEAD, today=today, clocks=clocks)
    ids = session.execute(
        TELL,
        {
            "level": level.value,
            "until": last,
            "pool_until": pool,
            "latest": max(last, pool),
            "states": ["pushed", "received", "pooled"] if level is Level.CITY else ["pushed", "received"],
            "action": "remind" if level is Level.OFFICE else "escalate",
            "reason": level.label,
            "actor": ACTOR,
            "at_once": AT_ONCE,
            "now": now,
        },
    ).scalars()
    told = tuple(ids)
    if told:
        outbox.publish(session, NoticesReminded(level=level.value, notice_ids=told), now=now)
    return len(told)
