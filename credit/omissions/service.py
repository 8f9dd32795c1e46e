"""Searching for what was not reported, and settling what was found."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

import polars as pl
from sqlalchemy import text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from credit.omissions import queries
from credit.omissions.errors import OmissionMoveNotAllowed, OwnOmission, ReasonNotGiven
from credit.omissions.finding.features import read, written
from credit.omissions.finding.rules import between, misread, missing
from credit.omissions.finding.schemas import Method, Missing
from credit.omissions.models import Omission
from credit.omissions.states import OMISSION, Ground, OmissionAction, OmissionState
from supervision.archive.loading.features import normal_of
from supervision.kernel import audit
from supervision.kernel.access import Principal
from supervision.kernel.clock import legal_date
from supervision.kernel.workdays.queries import work_calendar
from supervision.kernel.workdays.rules import WorkCalendar

WORKDAYS: Final = 7
TOGETHER: Final = 500
KEPT: Final = 20
ARRIVED: Final = text("""
    UPDATE credit.omission AS o SET state = 'reported', decision_id = d.id, settled_at = :now
    FROM (SELECT DISTINCT ON (department_id, kind, doc_key) * FROM credit.decision
          ORDER BY department_id, kind, doc_key, first_received_at) AS d
    WHERE o.state <> 'reported' AND d.department_id = o.department_id AND d.kind = o.kind AND d.doc_key = o.doc_key
    RETURNING o.id
""")
COUNTERS: Final = text("""
    SELECT c.* FROM credit.counter_result AS c
    WHERE c.finished_on >= :since AND NOT EXISTS (
        SELECT FROM credit.decision AS d WHERE d.department_id = c.department_id AND d.kind = c.kind AND (
            d.doc_key = c.doc_key
            OR (c.subject_code IS NOT NULL AND d.subject_code = c.subject_code
                AND d.decided_on BETWEEN c.finished_on - 15 AND c.finished_on + 15
                AND (c.doc_key IS NULL OR d.item = c.item)))
    ) AND NOT EXISTS (
        SELECT FROM credit.refusal AS r WHERE r.department_id = c.department_id AND r.kind = c.kind AND r.doc_key = c.doc_key
    ) AND NOT EXISTS (SELECT FROM credit.omission AS o WHERE o.counter_id = c.id)
    ORDER BY c.id
""")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one search brought."""

    found: int
    arrived: int


def search(session: Session, *, now: datetime) -> Outcome:
    """Note what arrived since, then what is missing; what was noted before is not noted again."""
    arrived = len(session.execute(ARRIVED, {"now": now}).all())
    on = legal_date(now)
    method, calendar = queries.the_method(session, on=on), work_calendar(session)
    since = on - timedelta(days=method.back_days)
    known = queries.known(session, since=since)
    numbers = pl.concat([known, read(known["doc_no"])], how="horizontal").drop_nulls(["series", "number"])
    arrived += _written_otherwise(session, numbers, now=now)
    rows = [*_from_series(session, numbers, method, calendar, since=since, now=now)]
    rows += _from_counters(session, method, calendar, since=since, now=now)
    found = 0
    for start in range(0, len(rows), TOGETHER):
        written_now = insert(Omission).on_conflict_do_nothing().returning(Omission.id)
        found += len(session.execute(written_now, rows[start : start + TOGETHER]).all())
    return Outcome(found, arrived)


def _written_otherwise(session: Session, numbers: pl.DataFrame, *, now: datetime) -> int:
    """Settle entries whose number came in another clerk's writing, such as 第15号 for 0015号."""
    came = numbers.unique(["department_id", "kind", "series", "number"], keep="first", maintain_order=True)
    wanted = queries.waiting_numbers(session)
    met = wanted.join(came, on=["department_id", "kind", "series", "number"])
    for omission_id, decision_id in met.select("omission_id", "decision_id").rows():
        settled = update(Omission).where(Omission.id == omission_id)
        session.execute(settled.values(state=OmissionState.REPORTED.value, decision_id=decision_id, settled_at=now))
    return len(met)


def _from_series(
    session: Session, numbers: pl.DataFrame, method: Method, calendar: WorkCalendar, *, since: date, now: datetime
) -> Iterator[dict[str, Any]]:
    refused, trust = queries.refused(session, since=since), queries.trust(session, method.prior)
    for gap, days in gaps(numbers, method):
        certainty = gap.certainty * trust.get(gap.department_id, method.prior)
        due = calendar.add(gap.before, WORKDAYS).day
        key = normal_of(gap.doc_no)
        if gap.certainty < method.threshold or certainty < method.least or due >= legal_date(now) or key in refused:
            continue
        yield {
            **_common(Ground.SERIES, gap.department_id, gap.kind, gap.doc_no, method, now=now),
            "series": gap.series,
            "number": gap.number,
            "after": gap.after,
            "before": gap.before,
            "due_on": due,
            "certainty": certainty,
            "evidence": {"days": days},
        }


def gaps(numbers: pl.DataFrame, method: Method) -> Iterator[tuple[Missing, dict[str, str]]]:
    """Return each number that is missing in a series of known ones, as they were read, with the days of the decisions around it.

    All departments and both kinds that use one series fill it together: a number that another office used is not missing.
    """
    for (series,), part in numbers.group_by(["series"], maintain_order=True):
        rows = part.unique("number", keep="first", maintain_order=True).sort("number")
        places, found = rows["number"].to_numpy(), rows["decided_on"].to_numpy()
        worth = misread(part["number"].to_numpy(), part["decided_on"].to_numpy(), part["decision_id"].to_numpy(), method)
        for number, share in zip(*missing(places, method), strict=True):
            near = rows.filter((pl.col("number") - int(number)).abs() <= KEPT)
            owner = rows.row(int((rows["number"] < int(number)).sum()) - 1, named=True)
            after, before = between(places, found, int(number))
            days = {str(row["number"]): row["decided_on"].isoformat() for row in near.iter_rows(named=True)}
            yield (
                Missing(
                    str(series),
                    int(number),
                    written(owner["front"], int(number), owner["width"], owner["tail"] or ""),
                    owner["department_id"],
                    owner["kind"],
                    after,
                    before,
                    float(share) * worth(after, before),
                ),
                days,
            )


def _from_counters(
    session: Session, method: Method, calendar: WorkCalendar, *, since: date, now: datetime
) -> Iterator[dict[str, Any]]:
    for row in session.execute(COUNTERS, {"since": since}).mappings():
        due = calendar.add(row["finished_on"], WORKDAYS).day
        if due >= legal_date(now):
            continue
        doc_no = row["doc_no"] or f"办件 {row['number']}"
        yield {
            **_common(Ground.COUNTER, row["department_id"], row["kind"], doc_no, method, now=now),
            "counter_id": row["id"],
            "after": row["finished_on"],
            "before": row["finished_on"],
            "due_on": due,
            "certainty": 1.0,
            "evidence": {"item": row["item"], "subject": row["subject_name"], "counter": row["number"]},
        }


def _common(ground: Ground, department_id: int, kind: str, doc_no: str, method: Method, *, now: datetime) -> dict[str, Any]:
    return {
        "ground": ground.value,
        "department_id": department_id,
        "kind": kind,
        "doc_no": doc_no,
        "doc_key": normal_of(doc_no),
        "series": None,
        "number": None,
        "counter_id": None,
        "method": method.reference,
        "state": OmissionState.OPEN.value,
        "found_at": now,
    }


def explain(session: Session, omission: Omission, *, reason: str, actor: str, now: datetime) -> None:
    """Say where a number went; somebody of another department judges that."""
    _words(reason)
    _move(omission, OmissionAction.EXPLAIN)
    omission.explanation, omission.explained_by, omission.explained_at = reason.strip(), actor, now
    session.flush()
    _audit(session, omission, "credit.omission.explain", actor=actor, now=now, reason=reason)


def judge(
    session: Session,
    omission: Omission,
    *,
    action: OmissionAction,
    reason: str,
    principal: Principal,
    actor: str,
    now: datetime,
) -> None:
    """Take an explanation, send it back, or find that a decision was hidden; never by the department itself."""
    if principal.department_id == omission.department_id or actor == omission.explained_by:
        raise OwnOmission
    _words(reason)
    _move(omission, action)
    omission.finding = reason.strip()
    omission.judged_by = None if action is OmissionAction.RETURN else actor
    omission.settled_at = None if action is OmissionAction.RETURN else now
    session.flush()
    _audit(session, omission, "credit.omission.judge", actor=actor, now=now, reason=reason, outcome=omission.state)


def _words(reason: str) -> None:
    if not reason.strip():
        raise ReasonNotGiven


def _move(omission: Omission, action: OmissionAction) -> None:
    state = OmissionState(omission.state)
    if not OMISSION.allows(state, action):
        raise OmissionMoveNotAllowed(state=state.label)
    omission.state = OMISSION.after(state, action).value


def _audit(session: Session, omission: Omission, action: str, *, actor: str, now: datetime, **detail: object) -> None:
    audit.record(
        session,
        actor=actor,
        action=action,
        object_kind="omission",
        object_id=omission.id,
        detail={"doc_no": omission.doc_no, **detail},
        now=now,
        department_id=omission.department_id,
    )
