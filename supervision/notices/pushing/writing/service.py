"""Write what has to be done about a batch of firms: a handful of statements, whatever the number of notices."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import insert, text, update
from sqlalchemy.dialects.postgresql import insert as insert_once
from sqlalchemy.orm import Session

from supervision.archive.subjects.models import Event
from supervision.kernel.db import claim_ids
from supervision.notices.models import Notice, Step
from supervision.notices.pushing.reconciling.schemas import Message, Moves, Withdrawal
from supervision.notices.pushing.schemas import Spell, Standing
from supervision.notices.pushing.writing.features import Pen
from supervision.notices.pushing.writing.rules import message_key, numbered
from supervision.notices.pushing.writing.schemas import Routed
from supervision.notices.states import NoticeAction, NoticeKind, NoticeState

ACTOR: Final = "system:routing"
NOTICE: Final = Notice.__table__
STEP: Final = Step.__table__
_NUMBERS: Final = text("""
    INSERT INTO notices.number_series (year, last) VALUES (:year, :count)
    ON CONFLICT (year) DO UPDATE SET last = number_series.last + excluded.last RETURNING last""")
_WITHDRAW: Final = text("""
    UPDATE notices.notice SET state = 'withdrawn', withdrawn_at = :now, revision = revision + 1
    WHERE id = ANY(:ids) AND state IN ('pooled', 'pushed', 'received')""")


def write(session: Session, moves: Moves, pen: Pen) -> Routed:
    """Carry out every move and return whose notices they were."""
    routed = Routed()
    _adopt(session, moves, routed)
    _reinstate(session, moves.reinstated, pen, routed)
    _make(session, moves, pen, routed)
    _withdraw(session, moves.withdrawn, pen, routed)
    _tell(session, moves.messages, pen, routed)
    return routed


def numbers(session: Session, count: int, *, year: int) -> list[str]:
    """Take the next numbers of a year; whoever asks meanwhile waits, so that no number is skipped."""
    last = session.execute(_NUMBERS, {"year": year, "count": count}).scalar_one()
    return [numbered(year, place) for place in range(last - count + 1, last + 1)]


def _make(session: Session, moves: Moves, pen: Pen, routed: Routed) -> None:
    count = len(moves.made) + len(moves.farewells)
    if not count:
        return
    names = zip(claim_ids(session, "notices.notice_id_seq", count), numbers(session, count, year=pen.today.year), strict=True)
    made = [(spell, pen.made(spell, *name)) for spell, name in zip(moves.made, names, strict=False)]
    partings = [(one.spell, pen.parting(one, *name)) for one, name in zip(moves.farewells, names, strict=True)]
    rows = [row for _spell, row in made + partings]
    session.execute(insert(NOTICE), rows)  # type: ignore[arg-type]  # a mapped class has a Table
    _steps(session, [step for spell, row in made + partings for step in _first_steps(spell, row, pen.now)])
    _remember(session, rows, now=pen.now)
    _sort(rows, routed)


def _sort(rows: Sequence[Mapping[str, Any]], routed: Routed) -> None:
    by_state = {NoticeState.PUSHED: routed.pushed, NoticeState.POOLED: routed.pooled, NoticeState.WITHDRAWN: routed.withdrawn}
    for row in rows:
        by_state[row["state"]].append(row["id"])


def _first_steps(spell: Spell, row: Mapping[str, Any], now: datetime) -> Iterator[dict[str, Any]]:
    placed = row["department_id"] is not None
    action, state = (NoticeAction.PUSH, NoticeState.PUSHED) if placed else (NoticeAction.POOL, NoticeState.POOLED)
    detail = {"certainty": row["certainty"], "catalogue_version_id": row["catalogue_version_id"]}
    if placed and spell.place.text:
        detail["note"] = spell.place.text
    base = {"notice_id": row["id"], "from_department_id": row["origin_department_id"]}
    there = {"to_department_id": row["department_id"], "reason": row["pool_text"] or "", "detail": detail}
    yield _step(base | there, action, state, now)
    if row["state"] is NoticeState.WITHDRAWN and spell.ending:
        gone: dict[str, Any] = {"to_department_id": None, "reason": spell.ending.reason, "detail": {}}
        yield _step(base | gone, NoticeAction.WITHDRAW, NoticeState.WITHDRAWN, now)


def _step(values: Mapping[str, Any], action: NoticeAction, state: str, now: datetime) -> dict[str, Any]:
    return {**values, "action": action, "state": state, "at": now, "actor": ACTOR, "request_key": values.get("request_key")}


def _steps(session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
    if rows:
        session.execute(insert(STEP), list(rows))  # type: ignore[arg-type]  # a mapped class has a Table


def _remember(session: Session, rows: Sequence[Mapping[str, Any]], *, now: datetime) -> None:
    """Put a line into the archive of each firm."""
    lines = [
        {
            "subject_id": row["subject_id"],
            "kind": "notice",
            "occurred_on": row["occurred_on"],
            "summary": _summary(row),
            "link_kind": "notice",
            "link_id": row["id"],
            "department_id": row["origin_department_id"],
            "known_from": now,
        }
        for row in rows
        if row["state"] is not NoticeState.WITHDRAWN
    ]
    if lines:
        session.execute(insert(Event.__table__), lines)  # type: ignore[arg-type]  # a mapped class has a Table


def _summary(row: Mapping[str, Any]) -> str:
    done = "双告知推送" if row["state"] is NoticeState.PUSHED else "双告知待认领"
    return f"{done}：{row['item_name'] or NoticeKind(row['kind']).label}（{row['number']}）"


def _withdraw(session: Session, withdrawn: Sequence[Withdrawal], pen: Pen, routed: Routed) -> None:
    if not withdrawn:
        return
    session.execute(_WITHDRAW, {"ids": [one.standing.notice_id for one in withdrawn], "now": pen.now})
    _steps(session, [_gone(one, pen.now) for one in withdrawn])
    routed.withdrawn.extend(one.standing.notice_id for one in withdrawn)


def _gone(one: Withdrawal, now: datetime) -> dict[str, Any]:
    standing = one.standing
    values = {"notice_id": standing.notice_id, "from_department_id": standing.department_id, "to_department_id": None}
    detail = {"entry_id": one.told.entry_id} if one.told else {}
    return _step(values | {"reason": one.reason, "detail": detail}, NoticeAction.WITHDRAW, NoticeState.WITHDRAWN, now)


def _reinstate(session: Session, back: Sequence[tuple[Standing, Spell]], pen: Pen, routed: Routed) -> None:
    for standing, spell in back:
        values = pen.placed(spell.place) | {"received_at": None, "received_by": None}
        bump = {"revision": Notice.revision + 1, "entry_id": spell.began.entry_id}
        session.execute(update(Notice).where(Notice.id == standing.notice_id).values(**values, **bump))
        action = NoticeAction.PUSH if spell.place.department_id else NoticeAction.POOL
        there = {"from_department_id": spell.began.registrar_id, "to_department_id": spell.place.department_id}
        about = {"notice_id": standing.notice_id, "reason": "登记信息更正后重新涉及本事项", "detail": {}}
        _steps(session, [_step(about | there, action, values["state"], pen.now)])
        (routed.pushed if spell.place.department_id else routed.pooled).append(standing.notice_id)


def _adopt(session: Session, moves: Moves, routed: Routed) -> None:
    """Say that an earlier registration, which came later, was the cause; the holder goes on with the same notice."""
    for standing, spell in moves.adopted:
        began = spell.began
        values = {
            "dedup_key": spell.dedup_key,
            "entry_id": began.entry_id,
            "kind": began.kind,
            "occurred_on": began.occurred_on,
        }
        session.execute(update(Notice).where(Notice.id == standing.notice_id).values(**values, division=spell.division))
        words = f"更早的{began.kind.label}（{began.occurred_on:%Y-%m-%d}）后到，本件改由该登记引起"
        moves.messages.append(Message(standing, began, words))
        routed.updated.append(standing.notice_id)


_REFRESH: Final = text("""
    UPDATE notices.notice AS n SET entry_id = e.id, name = e.name, code = e.code, occurred_on = e.occurred_on
    FROM unnest(CAST(:notice_ids AS bigint[]), CAST(:entry_ids AS bigint[])) AS told (notice_id, entry_id)
    JOIN registration.entry e ON e.id = told.entry_id
    JOIN registration.entry old ON old.registrar_department_id = e.registrar_department_id AND old.source_no = e.source_no
    WHERE n.id = told.notice_id AND n.entry_id = old.id AND old.id <> e.id""")


def _tell(session: Session, messages: Sequence[Message], pen: Pen, routed: Routed) -> None:
    """Write each message once, however often it is found again; a corrected registration is the one that is shown."""
    if not messages:
        return
    rows = {row["request_key"]: row for row in (_message(one, pen.now) for one in messages)}
    once = insert_once(Step).on_conflict_do_nothing(
        index_elements=[Step.request_key], index_where=Step.request_key.is_not(None)
    )
    written = session.execute(once.returning(Step.notice_id), list(rows.values())).scalars()
    routed.updated.extend(sorted(set(written)))
    pairs = {"notice_ids": [one.standing.notice_id for one in messages], "entry_ids": [one.told.entry_id for one in messages]}
    session.execute(_REFRESH, pairs)


def _message(one: Message, now: datetime) -> dict[str, Any]:
    standing, told = one.standing, one.told
    key = message_key(standing.notice_id, told.cause, told.version, one.text)
    there = {"from_department_id": told.registrar_id, "to_department_id": standing.department_id}
    about = {"notice_id": standing.notice_id, "reason": one.text, "detail": {"entry_id": told.entry_id}, "request_key": key}
    return _step(about | there, NoticeAction.UPDATE, standing.state, now)
