"""Filing zero reports, writing down silent months, filling them, and reminding."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from sqlalchemy import text
from sqlalchemy.orm import Session

from credit.assessment.models import ZeroReport
from credit.assessment.planning import queries
from credit.assessment.planning.errors import AlreadyDeclared, DecisionsHidden, MonthNotOver, MonthTooOld
from credit.assessment.planning.events import ReportsMissing
from credit.assessment.planning.queries import EXPECTED, MONTHS
from credit.assessment.planning.rules import OLDEST_MONTHS
from credit.assessment.rules import months_on, zero_report_due
from credit.assessment.schemas import Method
from supervision.kernel import audit, outbox
from supervision.kernel.clock import legal_date
from supervision.kernel.workdays.queries import work_calendar

FILED: Final = "credit.zero-report.file"
LABELS: Final = {"licence": "行政许可", "penalty": "行政处罚"}
REMIND_EVERY_DAYS: Final = 3
WRITE: Final = text(f"""
    WITH {MONTHS}, {EXPECTED}
    INSERT INTO credit.report_gap (department_id, item_id, kind, month, due_on, found_on, method, reminders, state)
    SELECT x.department_id, x.item_id, x.kind, x.month, :due_on, :today, :method, 0, 'open' FROM missing AS x
    WHERE NOT EXISTS (SELECT FROM credit.zero_report AS z
        WHERE z.department_id = x.department_id AND z.kind = x.kind AND z.month = x.month)
    ON CONFLICT (item_id, department_id, month) DO NOTHING RETURNING id
""")  # noqa: S608 - parts of this package, no value from outside
FILL: Final = text("""
    UPDATE credit.report_gap AS g SET state = 'filled', settled_at = :now
    WHERE g.state = 'open' AND EXISTS (
        SELECT FROM credit.decision AS d WHERE d.department_id = g.department_id AND d.catalogue_item_id = g.item_id
        AND d.decided_on >= g.month AND d.decided_on < g.month + interval '1 month'
    ) RETURNING g.id
""")
CONTRADICT: Final = text("""
    UPDATE credit.zero_report AS z SET contradicted_at = :now
    WHERE z.contradicted_at IS NULL AND EXISTS (
        SELECT FROM credit.decision AS d WHERE d.department_id = z.department_id AND d.kind = z.kind
        AND d.decided_on >= z.month AND d.decided_on < z.month + interval '1 month' AND d.first_received_at > z.filed_at
    ) RETURNING z.id
""")
DECLARE: Final = text("""
    UPDATE credit.report_gap SET state = 'declared', settled_at = :now
    WHERE department_id = :department_id AND kind = :kind AND month = :month AND state = 'open'
""")
REMIND: Final = text("""
    WITH told AS (
        UPDATE credit.report_gap SET reminded_at = :now, reminders = reminders + 1
        WHERE state = 'open' AND (reminded_at IS NULL OR reminded_at < :before) RETURNING department_id, month
    )
    SELECT department_id, month, count(*) AS gaps FROM told GROUP BY 1, 2 ORDER BY 1, 2
""")


def declare_zero(
    session: Session, *, department_id: int, kind: str, month: date, method: Method, actor: str, now: datetime
) -> ZeroReport:
    """Say that no further decisions of a kind were made in a month; open gaps of the month are settled by it."""
    today, after = legal_date(now), months_on(month, 1)
    due_on = zero_report_due(month, method, work_calendar(session))
    said = f"{month.year} 年 {month.month} 月"
    if today < after:
        raise MonthNotOver(month=said, first=after.isoformat(), due=due_on.isoformat())
    if month < months_on(today.replace(day=1), -OLDEST_MONTHS):
        raise MonthTooOld(month=said)
    if queries.zero_report(session, department_id=department_id, kind=kind, month=month) is not None:
        raise AlreadyDeclared(month=said, kind=LABELS[kind])
    own = queries.standing(session, department_id=department_id, months=[month], method=method, today=today)
    if any(one.kind == kind and one.reported and not one.missing for one in own):
        raise DecisionsHidden(month=said, kind=LABELS[kind])
    made = ZeroReport(department_id=department_id, kind=kind, month=month, filed_at=now, filed_by=actor, due_on=due_on)
    session.add(made)
    session.flush()
    session.execute(DECLARE, {"department_id": department_id, "kind": kind, "month": month, "now": now})
    detail = {"month": month.isoformat(), "kind": LABELS[kind]}
    audit.record(
        session,
        actor=actor,
        action=FILED,
        object_kind="zero_report",
        object_id=made.id,
        detail=detail,
        now=now,
        department_id=department_id,
    )
    return made


def write_gaps(session: Session, *, departments: Sequence[int], month: date, method: Method, now: datetime) -> int:
    """Write down what stayed silent in a month whose period is over, and return how many items that were."""
    today = legal_date(now)
    due_on = zero_report_due(month, method, work_calendar(session))
    if today <= due_on:
        return 0
    values = {"departments": list(departments), "months": [month], "due_on": due_on, "today": today, "method": method.reference}
    return len(session.execute(WRITE, values).all())


def settle(session: Session, *, now: datetime) -> tuple[int, int]:
    """Fill what came late, and mark zero reports that decisions belie; return how many of each."""
    filled = session.execute(FILL, {"now": now}).all()
    belied = session.execute(CONTRADICT, {"now": now}).all()
    return len(filled), len(belied)


def remind(session: Session, *, before: datetime, now: datetime) -> int:
    """Tell every department with open gaps that was not told since `before`, and return how many were told."""
    rows = session.execute(REMIND, {"now": now, "before": before}).all()
    for row in rows:
        outbox.publish(session, ReportsMissing(department_id=row.department_id, month=row.month, gaps=row.gaps), now=now)
    return len(rows)
