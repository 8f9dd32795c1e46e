"""What came on which day, what was expected, and what is missing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from credit.assessment.models import ReportGap, ZeroReport
from credit.assessment.planning.rules import SHOWN_MONTHS, state_of
from credit.assessment.planning.schemas import Missing, Month
from credit.assessment.rules import months_on, zero_report_due
from credit.assessment.schemas import Method
from supervision.accounts.models import Department
from supervision.kernel.access import Principal
from supervision.kernel.workdays.queries import work_calendar

KINDS: Final = ("licence", "penalty")
# An item is expected of whoever reported it in the twelve months before, while it is enabled in the month. A decision belongs to
# the month in which it was made, whenever it was reported.
EXPECTED: Final = """
    used AS (
        SELECT m.month, d.department_id, d.catalogue_item_id AS item_id, d.kind, max(d.decided_on) AS last_decided_on
        FROM months AS m JOIN credit.decision AS d
            ON d.decided_on >= m.month - interval '12 months' AND d.decided_on < m.month AND d.catalogue_item_id IS NOT NULL
        WHERE d.department_id = ANY(:departments) GROUP BY 1, 2, 3, 4
    ), expected AS (
        SELECT u.* FROM used AS u WHERE EXISTS (
            SELECT FROM credit.catalogue_edition AS e WHERE e.item_id = u.item_id AND e.use = 'enabled'
            AND e.valid_from < u.month + interval '1 month' AND (e.valid_to IS NULL OR e.valid_to > u.month)
        )
    ), missing AS (
        SELECT x.* FROM expected AS x WHERE NOT EXISTS (
            SELECT FROM credit.decision AS d WHERE d.department_id = x.department_id AND d.catalogue_item_id = x.item_id
            AND d.decided_on >= x.month AND d.decided_on < x.month + interval '1 month'
        )
    )
"""
MONTHS: Final = "months AS (SELECT CAST(m AS date) AS month FROM unnest(CAST(:months AS date[])) AS t (m))"
STANDING: Final = text(f"""
    WITH {MONTHS}, {EXPECTED}, reported AS (
        SELECT CAST(date_trunc('month', decided_on) AS date) AS month, kind, count(*) AS reported
        FROM credit.decision WHERE department_id = ANY(:departments) AND decided_on >= :first AND decided_on < :after GROUP BY 1, 2
    )
    SELECT m.month, k.kind, coalesce(r.reported, 0) AS reported,
        (SELECT count(*) FROM expected AS x WHERE x.month = m.month AND x.kind = k.kind) AS expected,
        (SELECT count(*) FROM missing AS x WHERE x.month = m.month AND x.kind = k.kind) AS missing,
        z.id IS NOT NULL AS declared, z.contradicted_at IS NOT NULL AS contradicted
    FROM months AS m CROSS JOIN (VALUES ('licence'), ('penalty')) AS k (kind)
    LEFT JOIN reported AS r ON r.month = m.month AND r.kind = k.kind
    LEFT JOIN credit.zero_report AS z ON z.department_id = :department_id AND z.month = m.month AND z.kind = k.kind
    ORDER BY m.month DESC, k.kind
""")  # noqa: S608 - parts of this package, no value from outside
MISSING: Final = text(f"""
    WITH {MONTHS}, {EXPECTED}
    SELECT i.id AS item_id, i.code, e.name, i.kind, x.last_decided_on FROM missing AS x
    JOIN credit.catalogue_item AS i ON i.id = x.item_id JOIN credit.catalogue_edition AS e ON e.item_id = i.id AND e.valid_to IS NULL
    WHERE x.kind = :kind ORDER BY i.code
""")  # noqa: S608 - parts of this package, no value from outside
DAYS: Final = text("""
    SELECT CAST(first_received_at AT TIME ZONE 'Asia/Shanghai' AS date) AS day, count(*) FROM credit.decision
    WHERE department_id = :department_id AND first_received_at >= :first AND first_received_at < :after GROUP BY 1
""")


@dataclass(frozen=True, slots=True)
class SilentOffice:
    """A department with months that stayed silent."""

    id: int
    name: str
    gaps: int
    months: int
    oldest: date
    reminders: int


def calendar(session: Session, *, department_id: int, method: Method, today: date) -> list[Month]:
    """Return the last months of a department, the newest first: one statement."""
    first = months_on(today.replace(day=1), -SHOWN_MONTHS + 1)
    wanted = [months_on(first, number) for number in range(SHOWN_MONTHS)]
    return standing(session, department_id=department_id, months=wanted, method=method, today=today)


def standing(session: Session, *, department_id: int, months: Sequence[date], method: Method, today: date) -> list[Month]:
    """Return how months stand for a department, the newest first."""
    days = work_calendar(session)
    due = {month: zero_report_due(month, method, days) for month in months}
    values = {**_asked([department_id], months), "department_id": department_id}
    rows = session.execute(STANDING, values).mappings()
    return [_month(row, due[row["month"]], today=today) for row in rows]


def _month(row: Any, due_on: date, *, today: date) -> Month:
    numbers = {name: row[name] for name in ("reported", "expected", "missing", "declared")}
    state = state_of(**numbers, due_on=due_on, today=today)
    return Month(row["month"], row["kind"], due_on=due_on, contradicted=row["contradicted"], state=state, **numbers)


def missing(session: Session, *, department_id: int, month: date, kind: str) -> list[Missing]:
    """Return the items that were in use and of which nothing came in a month."""
    values = {**_asked([department_id], [month]), "kind": kind}
    return [Missing(**row) for row in session.execute(MISSING, values).mappings()]


def received(session: Session, *, department_id: int, first: date) -> Mapping[date, int]:
    """Return on which days of a month how many decisions came."""
    after = months_on(first, 1)
    values = {"department_id": department_id, "first": instant(first), "after": instant(after)}
    return {row[0]: row[1] for row in session.execute(DAYS, values)}


def _asked(departments: Sequence[int], months: Sequence[date]) -> dict[str, Any]:
    first, last = min(months), max(months)
    return {"departments": list(departments), "months": list(months), "first": first, "after": months_on(last, 1)}


def instant(day: date) -> str:
    """Return the instant at which a day begins."""
    return f"{day.isoformat()} 00:00:00+08"


def zero_report(session: Session, *, department_id: int, kind: str, month: date) -> ZeroReport | None:
    """Return the zero report of a month, if there is one."""
    wanted = select(ZeroReport).where(
        ZeroReport.department_id == department_id, ZeroReport.kind == kind, ZeroReport.month == month
    )
    return session.scalar(wanted)


def silent(session: Session, principal: Principal) -> Sequence[SilentOffice]:
    """Return the departments in somebody's reach with months that stayed silent, the most first."""
    rows = (
        select(
            Department.id,
            Department.name,
            func.count(),
            func.count(ReportGap.month.distinct()),
            func.min(ReportGap.month),
            func.max(ReportGap.reminders),
        )
        .join(ReportGap, ReportGap.department_id == Department.id)
        .where(ReportGap.state == "open", principal.covers(Department.path, Department.division))
        .group_by(Department.id)
        .order_by(func.count().desc(), Department.id)
        .limit(100)
    )
    return [SilentOffice(*row) for row in session.execute(rows)]


def open_gaps(session: Session, principal: Principal) -> int:
    """Return what the bell counts for a reporter: months and items of the own department that stayed silent."""
    mine = ReportGap.department_id == (principal.department_id or 0)
    return session.scalar(select(func.count()).where(ReportGap.state == "open", mine)) or 0


def readable(session: Session, principal: Principal) -> Sequence[tuple[int, str]]:
    """Return the departments whose calendar somebody may look at."""
    own = (Department.id == (principal.department_id or 0)) | principal.covers(Department.path, Department.division)
    rows = select(Department.id, Department.name).where(own, Department.code.not_in(("unspecified", "registrar")))
    return [(row.id, row.name) for row in session.execute(rows.order_by(Department.path))]


def last_received(session: Session, *, department_id: int) -> datetime | None:
    """Return when something came last."""
    statement = text("SELECT max(first_received_at) FROM credit.decision WHERE department_id = :department_id")
    return session.execute(statement, {"department_id": department_id}).scalar()
