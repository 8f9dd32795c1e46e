"""Look back over some days: recompute what must have been told, mend what was not, and write down what was found."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy.orm import Session

from supervision.kernel.clock import legal_date
from supervision.kernel.outbox import publish
from supervision.licensing.catalogue.queries import catalogue
from supervision.licensing.offices.queries import offices, successors
from supervision.licensing.offices.schemas import Office
from supervision.notices.handling.deadlines.queries import clocks_on
from supervision.notices.handling.deadlines.rules import Clocks
from supervision.notices.handling.moving.service import move
from supervision.notices.models import Notice
from supervision.notices.pushing import queries as known
from supervision.notices.pushing import service as routing
from supervision.notices.pushing.judging.service import keep, told
from supervision.notices.pushing.models import Sweep, SweepFinding
from supervision.notices.pushing.schemas import Told
from supervision.notices.pushing.states import Omission
from supervision.notices.pushing.sweeping import queries
from supervision.notices.pushing.sweeping.rules import Found, judged_otherwise, out_of_order, window
from supervision.notices.pushing.writing.service import ACTOR
from supervision.notices.states import NoticeAction, PoolReason
from supervision.registration.recording.events import EntriesRecorded

PATIENCE: Final = timedelta(minutes=5)
AT_ONCE: Final = 200


def begin(session: Session, *, asked_by: str, now: datetime) -> Sweep:
    """Open a report; what waits for the archive too long is counted and woken."""
    first, last = window(legal_date(now))
    sweep = Sweep(first_day=first, last_day=last, started_at=now, asked_by=asked_by)
    session.add(sweep)
    session.flush()
    within = queries.span(first, last)
    sweep.held = queries.held_count(session, within)
    waiting = queries.waiting(session, within, before=now - PATIENCE)
    sweep.waiting = len(waiting)
    if waiting:
        words = "登记收到后没有入档，已再次唤起入档"
        _note(session, sweep, [Found(entry_id, Omission.NOT_ARCHIVED, words) for entry_id in waiting], now=None)
        publish(session, EntriesRecorded(), now=now)
    return sweep


def look_back(session: Session, sweep: Sweep, *, after: int, now: datetime) -> int | None:
    """Check the next firms; return the last of them, or nothing when all were checked."""
    routing.alone(session)
    rows = queries.firms_after(session, queries.span(sweep.first_day, sweep.last_day), after=after, limit=AT_ONCE)
    if not rows:
        return None
    fresh, findings = _judge_again(session, [row.firm_id for row in rows], now=now)
    work = routing.work_out(session, fresh)
    findings += out_of_order(work.todo)
    routed = routing.carry_out(session, work, now=now)
    routing.tell(session, routed, now=now)
    left = {one.dedup_key for one in out_of_order(routing.work_out(session, fresh).todo)}
    sweep.entries += sum(row.entries for row in rows)
    sweep.expected += sum(_began_within(sweep, spell.began) for part in work.found.values() for spell in part)
    _count(sweep, findings, left)
    _note(session, sweep, [one for one in findings if one.dedup_key not in left or one.dedup_key is None], now=now)
    _note(session, sweep, [one for one in findings if one.dedup_key is not None and one.dedup_key in left], now=None)
    return int(rows[-1].firm_id)


def _judge_again(session: Session, firms: Sequence[int], *, now: datetime) -> tuple[dict[int, list[Told]], list[Found]]:
    """Judge every scope as if for the first time, and keep what is found where it differs from what was kept."""
    rows = known.entries(session, firms)
    kept = {row.id: row.matters if row.judged else None for row in rows}
    fresh = told(session, rows, now=now, afresh=True)
    everyone = [one for part in fresh.values() for one in part]
    differing = {one.entry_id: found for one in everyone if (found := judged_otherwise(kept[one.entry_id], one))}
    keep(session, [one for one in everyone if one.entry_id in differing], now=now, again=True)
    return fresh, list(differing.values())


def _began_within(sweep: Sweep, began: Told) -> bool:
    return sweep.first_day <= began.received_on <= sweep.last_day


def _count(sweep: Sweep, findings: Iterable[Found], left: set[str | None]) -> None:
    missing = [one for one in findings if one.kind is Omission.MISSING]
    sweep.missing += len(missing)
    sweep.mended += sum(one.dedup_key not in left for one in missing)


def _note(session: Session, sweep: Sweep, findings: Sequence[Found], *, now: datetime | None) -> None:
    """Write down what was found, and since when it is mended."""
    notices = queries.notices_by_key(session, [one.dedup_key for one in findings if one.dedup_key])
    session.add_all(
        SweepFinding(
            sweep_id=sweep.id,
            entry_id=one.entry_id,
            kind=one.kind.value,
            item_code=one.item_code,
            text=one.text,
            notice_id=one.notice_id or notices.get(one.dedup_key or ""),
            mended_at=now,
        )
        for one in findings
    )
    session.flush()


def place_homeless(session: Session, sweep: Sweep, *, now: datetime) -> int:
    """Push what waited in the pool for want of an office that there is by now."""
    on = legal_date(now)
    items, table, clocks = catalogue(session, on=on).items, offices(session, on=on), clocks_on(session, on=on)
    placed = 0
    for notice in queries.homeless(session):
        item = items.get(notice.item_code or "")
        if item is None or notice.function not in item.departments:
            continue
        answer = table.recipient(item, notice.function, notice.division)
        if isinstance(answer, Office):
            _push(session, sweep, notice, answer.department_id, clocks, now=now)
            placed += 1
    return placed


def _push(session: Session, sweep: Sweep, notice: Notice, department_id: int, clocks: Clocks, *, now: datetime) -> None:
    words = "归口部门已明确，由认领池转为推送"
    values = _pushed(department_id, clocks, on=legal_date(now)) | {"pushed_at": now}
    move(session, notice, NoticeAction.REASSIGN, actor=ACTOR, department_id=None, now=now, reason=words, values=values)
    found = Found(notice.entry_id, Omission.NOW_PLACED, words, notice.item_code, notice_id=notice.id)
    _note(session, sweep, [found], now=now)


def _pushed(department_id: int, clocks: Clocks, *, on: date) -> dict[str, Any]:
    return {
        "department_id": department_id,
        "pool_reason": None,
        "pool_text": None,
        "claimed_at": None,
        "claimed_by": None,
        "received_at": None,
        "received_by": None,
        "receive_by": clocks.receive_by(on),
        "receive_rule": clocks.receive.code if clocks.receive else None,
    }


def rehouse(session: Session, sweep: Sweep, *, now: datetime) -> int:
    """Hand the open notices of departments that ended to their heirs, or to the pool where there is none."""
    on = legal_date(now)
    orphans = queries.orphaned(session, today=on)
    heirs = successors(session, department_ids={one.department_id for one in orphans if one.department_id}, on=on)
    clocks = clocks_on(session, on=on)
    for notice in orphans:
        heir = heirs[notice.department_id or 0]
        if heir.department_id is not None:
            values = _pushed(heir.department_id, clocks, on=on) | {"pushed_at": now}
            action, words = NoticeAction.REASSIGN, heir.note
        else:
            values, action, words = _pooled(heir.note, clocks, on=on), NoticeAction.RETURN, heir.note
        move(session, notice, action, actor=ACTOR, department_id=None, now=now, reason=words, values=values)
        found = Found(notice.entry_id, Omission.OFFICE_ENDED, words, notice.item_code, notice_id=notice.id)
        _note(session, sweep, [found], now=now)
    return len(orphans)


def _pooled(words: str, clocks: Clocks, *, on: date) -> dict[str, Any]:
    return {
        "department_id": None,
        "pool_reason": PoolReason.NO_OFFICE.value,
        "pool_text": words,
        "claimed_at": None,
        "claimed_by": None,
        "received_at": None,
        "received_by": None,
        "claim_by": clocks.claim_by(on),
        "claim_rule": clocks.claim.code if clocks.claim else None,
    }
