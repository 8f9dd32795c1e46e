"""Take registrations in: each is kept as it came, once, and waits for the archive or for a person."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import insert, text
from sqlalchemy.orm import Session

from supervision.kernel import divisions
from supervision.kernel.clock import legal_date
from supervision.kernel.outbox import publish
from supervision.registration.recording import queries
from supervision.registration.recording.events import EntriesRecorded
from supervision.registration.recording.models import Entry
from supervision.registration.recording.queries import Version
from supervision.registration.recording.reading import rules
from supervision.registration.recording.reading.schemas import Draft
from supervision.registration.recording.schemas import Channel, NewEntry, Outcome, Recorded
from supervision.registration.recording.sealing.service import sealed
from supervision.registration.recording.states import EntryState

TOGETHER: Final = 1_000
_INSERT: Final = insert(Entry.__table__)  # type: ignore[arg-type]  # a mapped class has a Table
_SUPERSEDE: Final = text("UPDATE registration.entry SET latest = false WHERE id = ANY(:ids) AND latest")
_REPEAT: Final = text(
    "UPDATE registration.entry SET repeats = repeats + again.times, repeated_at = :now"
    " FROM unnest(CAST(:ids AS bigint[]), CAST(:times AS int[])) AS again (id, times) WHERE entry.id = again.id"
)
_TURN: Final = text(
    "SELECT pg_advisory_xact_lock_shared(hashtext('registration.office'), :department_id),"
    " (SELECT count(pg_advisory_xact_lock(:department_id, hashtext(number)))"
    " FROM unnest(CAST(:numbers AS text[])) AS number)"
)
_WHOLE_TURN: Final = text("SELECT pg_advisory_xact_lock(hashtext('registration.office'), :department_id)")
FEW: Final = 100
SAME_AGAIN: Final = "此前已收到相同内容，未作改动"
STILL_HELD: Final = "此前已收到相同内容，未作改动；这笔业务仍待处理：{reason}"
OLD_AGAIN: Final = "与已被更正的第 {version} 版内容相同，按重复处理"
OLD_REMEDY: Final = "如果确实改回了旧内容，请在备注中写明后重新报送"


@dataclass(frozen=True, slots=True)
class Read:
    """One entry with what was read of it and what it is recognised by."""

    entry: NewEntry
    draft: Draft
    hash: bytes


def record(
    session: Session,
    entries: Sequence[NewEntry],
    *,
    department_id: int,
    actor: str,
    now: datetime,
    channel: Channel = Channel.API,
) -> list[Recorded]:
    """Keep each entry and say what became of it; the same entry again changes nothing, another content is a new version."""
    knowledge = rules.Knowledge(legal_date(now), _divisions(session, now=now))
    reads = [Read(entry, rules.read(entry, knowledge), rules.fingerprint(entry)) for entry in entries]
    outcomes: list[Recorded] = []
    for start in range(0, len(reads), TOGETHER):
        part = reads[start : start + TOGETHER]
        outcomes += _record(session, part, department_id=department_id, actor=actor, now=now, channel=channel)
    waiting = tuple(item.entry_id for item in outcomes if item.outcome in {Outcome.NEW, Outcome.CORRECTED})
    if waiting:
        publish(session, EntriesRecorded(waiting), now=now)
    return outcomes


def _divisions(session: Session, *, now: datetime) -> Callable[[str], bool]:
    """Return what tells division codes: the national table, and the places of our own departments, asked for only if needed."""
    return lambda code: divisions.is_known(code) or queries.is_local_division(session, code, now=now)


def _record(
    session: Session, reads: Sequence[Read], *, department_id: int, actor: str, now: datetime, channel: Channel
) -> list[Recorded]:
    """Decide about each in turn, then write all new versions and count all repetitions at once."""
    numbers = sorted({read.draft.source_no for read in reads})
    _take_turn(session, department_id, numbers)
    known = queries.versions_of(session, department_id=department_id, numbers=numbers)
    common = {"registrar_department_id": department_id, "received_by": actor, "received_at": now, "channel": channel}
    ids = iter(queries.fresh_ids(session, len(reads)))
    outcomes, rows, superseded, repeated = [], [], [], Counter[int]()
    for read in reads:
        before = known.setdefault(read.draft.source_no, [])
        same = next((version for version in before if version.hash == read.hash), None)
        if same is not None:
            repeated[same.id] += 1
            outcomes.append(_again(same, before[-1], read.draft.source_no))
            continue
        version = _next(next(ids), read, before)
        superseded += [item.id for item in before[-1:]]
        before.append(version)
        rows.append({**_row(read, version), **common})
        outcomes.append(_fresh(version, read.draft))
    _write(session, _without_own(rows, superseded), superseded, repeated, now=now)
    return outcomes


def _take_turn(session: Session, department_id: int, numbers: Sequence[str]) -> None:
    """Let nobody else decide about these numbers until this transaction ends; many at once are an office's whole turn."""
    if len(numbers) <= FEW:
        session.execute(_TURN, {"department_id": department_id, "numbers": list(numbers)})
    else:
        session.execute(_WHOLE_TURN, {"department_id": department_id})


def _next(entry_id: int, read: Read, before: Sequence[Version]) -> Version:
    number = before[-1].version + 1 if before else 1
    return Version(entry_id, number, read.hash, read.draft.held.message if read.draft.held else None)


def _again(same: Version, latest: Version, source_no: str) -> Recorded:
    if same.id != latest.id:
        words = OLD_AGAIN.format(version=same.version)
        return Recorded(latest.id, source_no, latest.version, Outcome.REPEATED, words, OLD_REMEDY)
    words = SAME_AGAIN if same.held is None else STILL_HELD.format(reason=same.held)
    return Recorded(same.id, source_no, same.version, Outcome.REPEATED, words)


def _fresh(version: Version, draft: Draft) -> Recorded:
    remarks = tuple(draft.remarks)
    if draft.held is not None:
        held = draft.held
        return Recorded(version.id, draft.source_no, version.version, Outcome.HELD, held.message, held.remedy, remarks)
    if version.version == 1:
        return Recorded(version.id, draft.source_no, 1, Outcome.NEW, "已收到", remarks=remarks)
    words = f"已收到，作为第 {version.version} 版更正"
    return Recorded(version.id, draft.source_no, version.version, Outcome.CORRECTED, words, remarks=remarks)


def _row(read: Read, version: Version) -> dict[str, Any]:
    """Return the columns of a new version."""
    draft, entry = read.draft, read.entry
    payload = rules.packed(entry)
    private = draft.private or rules.holds_resident_number(payload.decode())
    held = draft.held
    return {
        **{name: getattr(draft, name) for name in COPIED},
        "id": version.id,
        "version": version.version,
        "latest": True,
        "scope_codes": list(draft.scope_codes),
        "payload": sealed(payload, private=private),
        "payload_hash": read.hash,
        "batch_id": entry.batch_id,
        "row_no": entry.row_no,
        "state": EntryState.HELD if held else EntryState.RECEIVED,
        "held_rule": held.rule if held else None,
        "held_reason": held.message if held else None,
        "held_remedy": held.remedy if held else None,
        "remarks": [asdict(remark) for remark in draft.remarks],
    }


COPIED: Final = (
    "source_no",
    "kind",
    "occurred_on",
    "code",
    "regno",
    "name",
    "type_name",
    "legal_rep",
    "scope",
    "address",
    "division",
    "division_given",
    "telephone",
)


def _without_own(rows: list[dict[str, Any]], superseded: Sequence[int]) -> list[dict[str, Any]]:
    """Return the rows, those that a later one of the same call replaces already marked as replaced."""
    replaced = set(superseded)
    return [{**row, "latest": row["id"] not in replaced} for row in rows]


def _write(
    session: Session,
    rows: Sequence[Mapping[str, Any]],
    superseded: Sequence[int],
    repeated: Counter[int],
    *,
    now: datetime,
) -> None:
    if superseded:
        session.execute(_SUPERSEDE, {"ids": list(superseded)})
    if rows:
        session.execute(_INSERT, list(rows))
    if repeated:
        session.execute(_REPEAT, {"ids": list(repeated), "times": list(repeated.values()), "now": now})


def correct(session: Session, entry: Entry, *, changes: Mapping[str, Any], actor: str, now: datetime) -> Recorded:
    """Keep what a person put right as the next version of the entry."""
    said = NewEntry(
        **{name: getattr(entry, name) for name in ("source_no", "kind", "code", "regno", *rules.TEXTS)},
        occurred_on=entry.occurred_on.isoformat() if entry.occurred_on else None,
        scope_codes=tuple(entry.scope_codes),
        division=entry.division_given,
    )
    corrected = replace(said, **dict(changes))
    return record(
        session, [corrected], department_id=entry.registrar_department_id, actor=actor, now=now, channel=Channel.PAGE
    )[0]
