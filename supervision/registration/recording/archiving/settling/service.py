"""Write back to the entries what became of them, draw the timeline, tell who listens."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any, Final

import polars as pl
from sqlalchemy import text
from sqlalchemy.orm import Session

from supervision.archive.loading.service import copy_frame, instant
from supervision.intake.events import RowsAccepted
from supervision.intake.models import CHUNK_ROWS
from supervision.kernel.outbox import publish
from supervision.registration.recording.archiving import rules
from supervision.registration.recording.archiving.queries import AFTER_CANCELLATION
from supervision.registration.recording.archiving.schemas import Placed, Said
from supervision.registration.recording.events import EntriesArchived
from supervision.registration.recording.schemas import Remark
from supervision.registration.recording.states import EntryState

TWO_SUBJECTS: Final = Remark(
    "two_subjects", "统一社会信用代码与注册号属于两个不同的主体", "核对两个号码，改正后重新报送；确为同一户的，请先合并两份档案"
)
RENAMED: Final = Remark(
    "renamed", "代码已在档，但名称与档案的现名、曾用名都不同", "在“待核对主体”中确认是更名还是代码填错；填错的改正后重新报送"
)
CANCELLED: Final = "该主体已于 {day} 注销，注销之后的业务不改动档案"
CANCELLED_BEFORE: Final = "档案载明该主体已注销，注销之后的业务不改动档案"
CANCELLED_REMEDY: Final = "核对代码和日期；注销有误的，先更正注销业务，这笔业务会自动入档"
BROKEN: Final = Remark(
    "broken", "写入档案时出错，这笔业务停在这里，其余业务照常", "请平台运行人员查看运行日志，排除后点“重新入档”"
)
REPLACED: Final = Remark("replaced", "入档之前已被更正，以更正后的为准", "看最新一版")
TWICE: Final = "同一主体此前已有设立登记（业务编号 {source_no}）"
TWICE_REMEDY: Final = "如果是同一笔业务用了两个编号，请更正其中一笔"
LINE: Final = "registration_entry"
LINK: Final = "entry"
_UPDATE: Final = text(
    "UPDATE registration.entry AS e SET subject_id = w.subject_id, state = w.state, held_rule = w.held_rule,"
    " held_reason = w.held_reason, held_remedy = w.held_remedy, archived_at = w.archived_at, late = w.late,"
    " former_scope = w.former_scope, former_division = w.former_division, division = w.division,"
    " batch_id = w.batch_id, row_no = w.row_no, remarks = e.remarks || w.remarks"
    " FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS w (id bigint, subject_id bigint, state text, held_rule text,"
    " held_reason text, held_remedy text, archived_at timestamptz, late boolean, former_scope text, former_division text,"
    " division text, batch_id bigint, row_no int, remarks jsonb) WHERE e.id = w.id"
)
_CLOSE_LINES: Final = text(
    "UPDATE archive.event SET known_to = :now WHERE subject_id = ANY(:subject_ids) AND kind = :kind"
    " AND link_kind = :link AND link_id = ANY(:ids) AND known_to IS NULL"
)


@dataclass(frozen=True, slots=True)
class Settled:
    """One entry at its place in the archive of a subject; `later_known` says that a later business was known before it."""

    placed: Placed
    subject_id: int
    later_known: bool


def settle(session: Session, settled: Sequence[Settled], *, replaced: Sequence[Said], now: datetime) -> tuple[int, ...]:
    """Write what became of each entry, and return those that are in the archive now and were not before."""
    changed = [item for item in settled if _differs(item)]
    write_back(session, [_row(item, now=now) for item in changed])
    fresh = [item for item in changed if item.placed.stands and item.placed.said.state != EntryState.ARCHIVED]
    gone = [item.placed.said for item in changed if not item.placed.stands and item.placed.said.state == EntryState.ARCHIVED]
    other = [item for item in changed if item.placed.stands and _line_differs(item.placed)]
    close_lines(session, [*gone, *replaced, *(item.placed.said for item in other)], now=now)
    add_lines(session, [*fresh, *other], now=now)
    ids = tuple(sorted(item.placed.said.id for item in fresh))
    if ids:
        tell_rows(session, [item.placed.said for item in fresh], now=now)
        publish(session, EntriesArchived(ids), now=now)
    return ids


def _differs(item: Settled) -> bool:
    said, placed = item.placed.said, item.placed
    state = EntryState.ARCHIVED if placed.stands else EntryState.HELD
    before = (said.state, said.former_scope, said.former_division, said.division)
    return before != (state, placed.former_scope, placed.former_division, placed.division)


def _line_differs(placed: Placed) -> bool:
    """Tell whether the line of an archived entry says something else since another came in between."""
    said = placed.said
    before = replace(placed, former_division=said.former_division, division=said.division)
    return said.state == EntryState.ARCHIVED and rules.line_of(before) != rules.line_of(placed)


def _row(item: Settled, *, now: datetime) -> dict[str, Any]:
    placed, said = item.placed, item.placed.said
    row = _common(said, subject_id=item.subject_id) | {
        "former_scope": placed.former_scope,
        "former_division": placed.former_division,
        "division": placed.division,
    }
    if not placed.stands:
        day = placed.cancelled_on
        words = CANCELLED.format(day=day.isoformat()) if day and day.year > 1 else CANCELLED_BEFORE
        return row | _held(Remark(AFTER_CANCELLATION, words, CANCELLED_REMEDY))
    fresh = said.state != EntryState.ARCHIVED
    remarks = [asdict(Remark("twice", TWICE.format(source_no=placed.established_before), TWICE_REMEDY))]
    return row | {
        "state": EntryState.ARCHIVED,
        "archived_at": (now if fresh or said.archived_at is None else said.archived_at).isoformat(),
        "late": said.late or (fresh and item.later_known),
        "remarks": remarks if fresh and placed.established_before else [],
    }


def _common(said: Said, *, subject_id: int | None) -> dict[str, Any]:
    return {
        "id": said.id,
        "subject_id": subject_id,
        "held_rule": None,
        "held_reason": None,
        "held_remedy": None,
        "archived_at": None,
        "late": said.late,
        "former_scope": said.former_scope,
        "former_division": said.former_division,
        "division": said.division,
        "batch_id": said.batch_id,
        "row_no": said.row_no,
        "remarks": [],
    }


def _held(reason: Remark) -> dict[str, Any]:
    return {
        "state": EntryState.HELD,
        "held_rule": reason.rule,
        "held_reason": reason.message,
        "held_remedy": reason.remedy,
    }


def hold(session: Session, entries: Iterable[tuple[Said, int | None]], reason: Remark) -> None:
    """Let entries wait for a person, each with the subject that it may be about."""
    write_back(session, [_common(said, subject_id=subject_id) | _held(reason) for said, subject_id in entries])


def write_back(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        session.execute(_UPDATE, {"rows": json.dumps(rows, ensure_ascii=False)})


def close_lines(session: Session, entries: Sequence[Said], *, now: datetime) -> None:
    """Take the lines of entries from the timeline that no longer count."""
    subjects = sorted({entry.subject_id for entry in entries if entry.subject_id is not None})
    if subjects:
        ids = [entry.id for entry in entries]
        session.execute(_CLOSE_LINES, {"subject_ids": subjects, "ids": ids, "kind": LINE, "link": LINK, "now": now})


def add_lines(session: Session, fresh: Sequence[Settled], *, now: datetime) -> None:
    """Put a line for each entry on the timeline of its firm."""
    columns = ("subject_id", "occurred_on", "summary", "link_id", "department_id", "batch_id", "row_no")
    rows = [
        (
            item.subject_id,
            said.occurred_on,
            rules.line_of(item.placed),
            said.id,
            said.registrar_department_id,
            said.batch_id,
            said.row_no,
        )
        for item in fresh
        for said in [item.placed.said]
    ]
    table = pl.DataFrame(rows, schema=list(columns), orient="row", infer_schema_length=None)
    copy_frame(
        session,
        "archive.event",
        table.with_columns(kind=pl.lit(LINE), link_kind=pl.lit(LINK), known_from=instant(now)),
    )


def tell_rows(session: Session, entries: Sequence[Said], *, now: datetime) -> None:
    """Tell those who follow archives which rows stand in them now."""
    by_batch: dict[int, list[int]] = defaultdict(list)
    for entry in entries:
        if entry.batch_id is not None and entry.row_no is not None:
            by_batch[entry.batch_id].append(entry.row_no)
    for batch_id, numbers in sorted(by_batch.items()):
        first, last = min(numbers), max(numbers)
        event = RowsAccepted(batch_id, (first - 1) // CHUNK_ROWS, "registration", len(numbers), first, last)
        publish(session, event, now=now)
