"""The figures in one statement, and the records behind each of them by the very same conditions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from credit.assessment.rules import DEADLINE, FILLING, REPEATED, TOPIC, due_days, method_of, places, standing_of
from credit.assessment.schemas import By, Line, Measure, MeasureSource, Method, Standing
from credit.objections.queries import upheld
from credit.publicity.portal.queries import VISIBLE
from credit.reporting.models import Decision
from supervision.accounts.models import Department
from supervision.kernel.access import Principal
from supervision.kernel.divisions import full_name
from supervision.kernel.module import joined
from supervision.kernel.rulebook import queries as rulebook
from supervision.kernel.workdays.queries import work_calendar

BACK: Final = timedelta(days=92)
LATE_AFTER: Final = 40
"""Days after which nothing can be in time any more, whatever holidays lie between."""

UNITS, GOOD = "units", "good"
CONDITIONS: Final[Mapping[str, str]] = {
    Measure.REPORTED: "received_on BETWEEN :first AND :last",
    Measure.QUALIFIED: "received_on BETWEEN :first AND :last AND qualified",
    Measure.TIMED: "received_on BETWEEN :first AND :last AND NOT stock",
    Measure.TIMELY: "received_on BETWEEN :first AND :last AND NOT stock AND timely",
    Measure.LATE: "received_on BETWEEN :first AND :last AND NOT stock AND NOT timely",
    Measure.HIDDEN: "received_on BETWEEN :first AND :last AND hidden",
    Measure.CORRECTED: "received_on BETWEEN :first AND :last AND corrected",
}

_RECENT: Final = "d.first_received_at >= :since AND d.first_received_at < :until AND d.id NOT IN (SELECT id FROM excused)"
_NAMED: Final = "d.id = ANY(:chosen)"
_FILINGS: Final = f"""
    WITH due AS (
        SELECT day, due FROM unnest(CAST(:days AS date[]), CAST(:dues AS date[])) AS t (day, due)
    ), excused AS (
        SELECT DISTINCT unnest(decision_ids) AS id FROM credit.appeal WHERE state = 'upheld'
    ), refusals AS (
        SELECT department_id, kind, coalesce(doc_key, encode(digest, 'hex')) AS matter, min(received_at) AS received_at,
            min(decided_on) AS decided_on, bool_or(doc_key IS NULL) AS nameless
        FROM credit.refusal WHERE received_at >= :since AND received_at < :until GROUP BY 1, 2, 3
    ), zeros AS (
        SELECT department_id, kind, month, filed_at FROM credit.zero_report
    ), reported AS (
        SELECT d.id, d.department_id, d.kind, d.doc_no, d.decided_on, d.stock, d.held, d.version > 1 AS corrected,
            CASE WHEN d.subject_id IS NOT NULL THEN 's:' || d.subject_id ELSE 'n:' || coalesce(d.subject_code, d.subject_name) END
                AS counterpart,
            CAST(d.first_received_at AT TIME ZONE 'Asia/Shanghai' AS date) AS passed_on,
            CAST(least(r.received_at, d.first_received_at) AT TIME ZONE 'Asia/Shanghai' AS date) AS received_on,
            r.received_at IS NOT NULL AS refused,
            coalesce(z.filed_at < d.first_received_at, false) OR EXISTS (
                SELECT FROM credit.omission AS o WHERE o.decision_id = d.id AND o.found_at < d.first_received_at
            ) AS hidden,
            coalesce(due.due, d.decided_on + :late_after) AS due_on,
            ARRAY[item, content] || CASE WHEN d.kind = 'penalty' THEN ARRAY[facts, basis] ELSE '{{}}'::text[] END AS texts
        FROM credit.decision AS d
        LEFT JOIN due ON due.day = d.decided_on
        LEFT JOIN refusals AS r ON r.department_id = d.department_id AND r.kind = d.kind AND r.matter = d.doc_key
            AND NOT r.nameless AND r.received_at <= d.first_received_at
        LEFT JOIN zeros AS z ON z.department_id = d.department_id AND z.kind = d.kind
            AND z.month = CAST(date_trunc('month', d.decided_on) AS date)
        WHERE {_RECENT}
    ), filing AS (
        SELECT f.id, department_id, kind, doc_no, counterpart, decided_on, received_on, passed_on, due_on, stock, refused, corrected,
            coalesce(hidden, false) AS hidden, passed_on <= due_on AS timely,
            NOT refused AND NOT held AND said.substantial AS qualified
        FROM reported AS f CROSS JOIN LATERAL (
            SELECT bool_and(length(bare) >= :shortest AND bare !~ :repeated AND bare !~ :vacuous) AS substantial
            FROM (SELECT regexp_replace(coalesce(part, ''), :filling, '', 'g') AS bare FROM unnest(f.texts) AS part) AS b
        ) AS said
        UNION ALL
        SELECT NULL, r.department_id, r.kind, CASE WHEN nameless THEN '' ELSE matter END, 'r:' || matter,
            coalesce(r.decided_on, CAST(r.received_at AT TIME ZONE 'Asia/Shanghai' AS date)),
            CAST(r.received_at AT TIME ZONE 'Asia/Shanghai' AS date), NULL,
            coalesce(due.due, coalesce(r.decided_on, CAST(r.received_at AT TIME ZONE 'Asia/Shanghai' AS date)) + :late_after),
            false, true, false, false, false, false
        FROM refusals AS r
        LEFT JOIN due ON due.day = coalesce(r.decided_on, CAST(r.received_at AT TIME ZONE 'Asia/Shanghai' AS date))
        WHERE r.nameless OR NOT EXISTS (
            SELECT FROM credit.decision AS d
            WHERE d.department_id = r.department_id AND d.kind = r.kind AND d.doc_key = r.matter
        )
        UNION ALL
        SELECT NULL, department_id, kind, doc_no, 'o:' || id, before, CAST(settled_at AT TIME ZONE 'Asia/Shanghai' AS date), NULL,
            due_on, false, false, false, true, false, false
        FROM credit.omission WHERE state = 'confirmed' AND settled_at >= :since AND settled_at < :until
    ), unit AS (
        SELECT department_id, kind, counterpart, date_trunc('month', decided_on) AS month,
            bool_and(qualified AND timely AND NOT hidden) AS good, max(received_on - decided_on) AS wait,
            coalesce(min(greatest(due_on, received_on)) FILTER (WHERE NOT (qualified AND timely AND NOT hidden)),
                min(greatest(due_on, received_on))) AS counts_on
        FROM filing WHERE NOT stock GROUP BY 1, 2, 3, 4
    )
"""  # noqa: S608 - parts of this file
_KEYS: Final = {By.DEPARTMENT: ("p.id::text", "p.name"), By.DISTRICT: ("coalesce(p.division, '')", "coalesce(p.division, '')")}


@dataclass(frozen=True, slots=True)
class Period:
    """Which days are assessed, and how many of them are known: what came after `known_until` is not looked at."""

    first: date
    last: date
    known_until: date


@dataclass(frozen=True, slots=True)
class Record:
    """One decision, or one refused row, behind a figure."""

    id: int | None
    doc_no: str
    kind: str
    department: str
    department_id: int
    decided_on: date
    received_on: date
    passed_on: date | None
    due_on: date
    refused: bool
    qualified: bool
    timely: bool
    hidden: bool
    corrected: bool
    stock: bool
    total: int


def the_method(session: Session, *, on: date) -> Method:
    """Return the method that holds on a day."""
    return method_of(rulebook.the_rule(session, topic=TOPIC, on=on))


def figures(session: Session, period: Period, *, by: By, method: Method, kind: str = "") -> list[Line]:
    """Return the figures of a period with the places, one line for each department or district: one statement."""
    key, label = _KEYS[by]
    counts = ", ".join(f"count(*) FILTER (WHERE {condition}) AS {name}" for name, condition in CONDITIONS.items())
    statement = f"""{_FILINGS}, counted AS (
            SELECT {key} AS key, min({label}) AS label, {counts} FROM filing AS f JOIN accounts.department AS p ON p.id = f.department_id
            WHERE (:kind = '' OR f.kind = :kind) GROUP BY 1
        ), ranked AS (
            SELECT {key} AS key, min({label}) AS label, count(*) AS units, count(*) FILTER (WHERE good) AS good,
                percentile_cont(0.5) WITHIN GROUP (ORDER BY wait) AS wait
            FROM unit AS u JOIN accounts.department AS p ON p.id = u.department_id
            WHERE counts_on BETWEEN :first AND :last AND (:kind = '' OR u.kind = :kind) GROUP BY 1
        ), silent AS (
            SELECT {key} AS key, min({label}) AS label, count(*) AS zero_reports
            FROM credit.zero_report AS z JOIN accounts.department AS p ON p.id = z.department_id
            WHERE z.month BETWEEN :first AND :last AND (:kind = '' OR z.kind = :kind) GROUP BY 1
        )
        SELECT key, coalesce(counted.label, ranked.label, silent.label) AS label, {", ".join(f"coalesce({name}, 0) AS {name}" for name in CONDITIONS)},
            coalesce(units, 0) AS units, coalesce(good, 0) AS good, wait, coalesce(zero_reports, 0) AS zero_reports
        FROM counted FULL JOIN ranked USING (key) FULL JOIN silent USING (key)
        ORDER BY key"""  # noqa: S608 - parts of this package, no value from outside
    rows = session.execute(text(statement), {**_values(session, period, method), "kind": kind}).mappings().all()
    shown = [row for row in rows if row["units"] or row["zero_reports"] or any(row[name] for name in CONDITIONS)]
    lines = [_line(row, by, method, on=period.last) for row in shown]
    others, labels = _others(session, period, by, kind)
    known = {line.key for line in lines}
    silent = {key for counted in others.values() for key, number in counted.items() if number} - known
    none = dict.fromkeys((measure for measure in Measure if measure.value in CONDITIONS), 0)
    lines += [Line(key, _label(by, key, labels, on=period.last), none, standing_of(0, 0, [], method)) for key in sorted(silent)]
    return _placed(lines, others)


def _line(row: Any, by: By, method: Method, *, on: date) -> Line:
    """Return one line; the numbers of other sources come afterwards."""
    standing = standing_of(row["good"], row["units"], [] if row["wait"] is None else [float(row["wait"])], method)
    numbers = {measure: int(row[measure.value]) for measure in Measure if measure.value in CONDITIONS}
    return Line(
        row["key"],
        _label(by, row["key"], {row["key"]: row["label"]}, on=on),
        numbers,
        standing,
        zero_reports=row["zero_reports"],
    )


def _label(by: By, key: str, names: Mapping[str, str], *, on: date) -> str:
    return names[key] if by is By.DEPARTMENT else full_name(key, on) or "区划不明"


def _placed(lines: Sequence[Line], others: Mapping[Measure, Mapping[str, int]]) -> list[Line]:
    found = places({line.key: line.standing or Standing(0, 0, None, None) for line in lines})
    made = []
    for line in lines:
        numbers = {**line.numbers, **{measure: counted.get(line.key, 0) for measure, counted in others.items()}}
        made.append(Line(line.key, line.label, numbers, line.standing, found[line.key], line.zero_reports))
    return sorted(made, key=lambda line: (line.place is None, line.place or 0, line.label))


def _others(session: Session, period: Period, by: By, kind: str) -> tuple[dict[Measure, dict[str, int]], dict[str, str]]:
    """Return the numbers that other slices know, and what the lines are called; a measure without a source is not there."""
    rows = session.execute(select(Department.id, Department.name, Department.division)).all()
    keys = {row.id: str(row.id) if by is By.DEPARTMENT else row.division or "" for row in rows}
    found: dict[Measure, dict[str, int]] = {}
    for source in sources():
        summed = found.setdefault(source.measure, {})
        for department_id, ids in source.find(session, period.first, period.last, kind).items():
            key = keys[department_id]
            summed[key] = summed.get(key, 0) + len(ids)
    return found, {str(row.id): row.name for row in rows}


def sources() -> list[MeasureSource]:
    """Return where numbers come from that reporting does not know."""
    own = (MeasureSource(Measure.UPHELD, upheld), MeasureSource(Measure.EXPIRED, still_shown))
    return [*joined().parts(MeasureSource), *own]


def still_shown(session: Session, _first: date, last: date, kind: str = "") -> dict[int, list[int]]:
    """Return by department the decisions that the portal itself would still show after their last day, by its own condition."""
    condition = VISIBLE.replace("%(today)s", ":today")
    statement = f"""SELECT department_id, array_agg(DISTINCT decision_id) FROM credit.publication
        WHERE {condition} AND shown_until < :today AND (:kind = '' OR kind = :kind) GROUP BY 1"""  # noqa: S608 - the portal's own words
    return {row[0]: row[1] for row in session.execute(text(statement), {"today": last, "kind": kind})}


def records(
    session: Session,
    principal: Principal,
    period: Period,
    *,
    measure: str,
    by: By,
    key: str,
    method: Method,
    kind: str = "",
    offset: int = 0,
    size: int,
) -> list[Record]:
    """Return the decisions behind a figure that lie in somebody's reach, each with how many there are: one statement."""
    column = _KEYS[by][0]
    seen = _departments(session, principal)
    chosen = _chosen(session, period, measure, kind)
    statement = f"""{_FILINGS if chosen is None else _FILINGS.replace(_RECENT, _NAMED)}
        SELECT f.id, f.doc_no, f.kind, p.name AS department, p.id AS department_id, f.decided_on, f.received_on, f.passed_on,
            f.due_on, f.refused, f.qualified, f.timely, f.hidden, f.corrected, f.stock, count(*) OVER () AS total
        FROM filing AS f JOIN accounts.department AS p ON p.id = f.department_id
        {_unit_join(measure)}
        WHERE {CONDITIONS.get(measure, "true") if chosen is None else "f.id = ANY(:chosen)"} AND ({column} = :key OR :key = '') AND p.id = ANY(:seen) AND (:kind = '' OR f.kind = :kind)
        ORDER BY f.received_on DESC, f.id DESC NULLS LAST, f.doc_no LIMIT :size OFFSET :offset"""  # noqa: S608 - parts of this package
    values = {
        **_values(session, period, method, since=_earliest(session, chosen)),
        "key": key,
        "seen": seen,
        "kind": kind,
        "size": size,
        "offset": offset,
        "chosen": chosen,
    }
    return [Record(**row) for row in session.execute(text(statement), values).mappings()]


def _chosen(session: Session, period: Period, measure: str, kind: str) -> list[int] | None:
    """Return the decisions that another slice counts, whenever they were reported; nothing for a figure of reporting's own."""
    found = [source for source in sources() if source.measure == measure]
    if not found:
        return None
    return [
        number for source in found for ids in source.find(session, period.first, period.last, kind).values() for number in ids
    ]


def _earliest(session: Session, chosen: Sequence[int] | None) -> date | None:
    """Return the day of the oldest of some decisions, from which on periods have to be counted."""
    return session.scalar(select(func.min(Decision.decided_on)).where(Decision.id.in_(chosen))) if chosen else None


def _unit_join(measure: str) -> str:
    """Return what narrows the filings to those of units that count, where a number of units is opened."""
    if measure not in {UNITS, GOOD}:
        return ""
    good = "AND u.good" if measure == GOOD else ""
    return f"""JOIN unit AS u ON NOT f.stock AND u.department_id = f.department_id AND u.kind = f.kind
        AND u.counterpart = f.counterpart AND u.month = date_trunc('month', f.decided_on)
        AND u.counts_on BETWEEN :first AND :last {good}"""


def _departments(session: Session, principal: Principal) -> list[int]:
    own = Department.id == (principal.department_id or 0)
    rows = select(Department.id).where(own | principal.covers(Department.path, Department.division))
    return list(session.scalars(rows))


def _values(session: Session, period: Period, method: Method, *, since: date | None = None) -> dict[str, Any]:
    """Return what the statements are asked with; the period of each day of decision is counted once, not once for a row."""
    rule = rulebook.the_rule(session, topic="deadline", on=period.last, subject=DEADLINE)
    start = min(period.first - BACK - timedelta(days=LATE_AFTER), since or period.first)
    due = due_days(start, period.known_until, workdays=int(rule.params["length"]), calendar=work_calendar(session))
    return {
        "first": period.first,
        "last": period.last,
        "since": _instant(min(period.first - BACK, since or period.first)),
        "until": _instant(period.known_until + timedelta(days=1)),
        "days": list(due),
        "dues": list(due.values()),
        "late_after": LATE_AFTER,
        "shortest": method.shortest,
        "repeated": REPEATED,
        "vacuous": method.vacuous,
        "filling": FILLING,
    }


def _instant(day: date) -> str:
    return f"{day.isoformat()} 00:00:00+08"


def months(session: Session, period: Period, *, method: Method, department_id: int | None) -> list[tuple[date, int, int, int]]:
    """Return by month how many were reported, were timed and were late, for a chart: one statement."""
    statement = f"""{_FILINGS}
        SELECT CAST(date_trunc('month', received_on) AS date) AS month, count(*) AS reported,
            count(*) FILTER (WHERE NOT stock) AS timed, count(*) FILTER (WHERE NOT stock AND NOT timely) AS late
        FROM filing WHERE received_on BETWEEN :first AND :last AND (:department_id = 0 OR department_id = :department_id)
        GROUP BY 1 ORDER BY 1"""  # noqa: S608 - parts of this package
    values = {**_values(session, period, method), "department_id": department_id or 0}
    return [(row.month, row.reported, row.timed, row.late) for row in session.execute(text(statement), values)]
