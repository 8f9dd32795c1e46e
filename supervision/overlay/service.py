"""Write the overlay set by set, and take it away again."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime
from functools import partial
from hashlib import blake2b
from typing import Any, cast

import numpy as np
import numpy.typing as npt
import polars as pl
from sqlalchemy import CursorResult, TextClause, select, text
from sqlalchemy.orm import Session

from supervision.accounts.models import Department
from supervision.accounts.service import create_department
from supervision.archive.loading.bulk.service import RECORDS, REGISTRATIONS, RELATIONS, relax, relax_keys, restore
from supervision.archive.loading.records.schemas import KINDS as RECORD_KINDS
from supervision.archive.loading.records.writing.service import write
from supervision.archive.loading.service import alone, claimed, copy_frame, instant
from supervision.intake.kinds import ChunkContext, RowKind
from supervision.intake.loading.bulk.service import bulk_run
from supervision.intake.queries import kind_named
from supervision.kernel.crypto import provider
from supervision.kernel.db import reading, transaction
from supervision.overlay import queries
from supervision.overlay.errors import NothingToLieOn, OverlayStands
from supervision.overlay.holdings.features import KINDS, Edges, edges, person_names
from supervision.overlay.matters.features import matters
from supervision.overlay.schemas import SOURCE_CODE, SOURCE_NAME, Amounts

ACTOR = "system:overlay"
CHUNK = 50_000
EDGES_AT_ONCE = 250_000
HASH_PURPOSE = "overlay.person"
HASH_BYTES = 32
POINTING = (*REGISTRATIONS.tables, *RELATIONS.tables, "record")
Report = Callable[[str, int], None]
Ids = npt.NDArray[np.int64]


def lay(*, scale: float, now: datetime, report: Report) -> None:
    """Write everything, one transaction per set of rows; a run that was cut off is removed before the next one."""
    amounts = Amounts.scaled(scale)
    source = found_source(now=now)
    with reading() as session:
        firms = queries.subject_ids(session, "enterprise")
        standing = queries.standing_holdings(session)
    if not len(firms):
        raise NothingToLieOn
    with ExitStack() as stack:
        for kind, rows in aside(amounts):
            stack.enter_context(bulk_run(kind, rows=rows, clock=lambda: now))
        persons = make_persons(amounts.persons, source=source, now=now)
        report("person", len(persons))
        report("relation", make_relations(firms, persons, amounts, standing=standing, source=source, now=now))
        with reading() as session:
            subjects = queries.named_subjects(session)
        for name, count in amounts.records:
            make_records(name, subjects, count=count, source=source, now=now)
            report(name, count)
    analyse()
    report("index", 1)


def aside(amounts: Amounts) -> list[tuple[RowKind, int]]:
    """Return the kinds whose indexes and keys step aside, with the rows that are coming; a crash is mended as for a load.

    Nothing is looked up here and nothing comes twice, so that the indexes that a load keeps may go too.
    """
    records = sum(count for _, count in amounts.records)
    return [
        (replace(kind_named("registration"), before_bulk=partial(relax_keys, tables=("name",))), amounts.persons),
        (replace(kind_named("relation"), before_bulk=partial(relax, tables=RELATIONS.tables)), amounts.relations),
        (replace(kind_named("licence"), before_bulk=partial(relax, tables=RECORDS.tables)), records),
    ]


def found_source(*, now: datetime) -> int:
    """Return the department that all of this comes from; refuse where something of it stands."""
    with transaction() as session:
        source = session.scalar(select(Department.id).where(Department.code == SOURCE_CODE))
        if source is None:
            created = create_department(session, code=SOURCE_CODE, name=SOURCE_NAME, actor=ACTOR, now=now)
            return int(created.id)
        if any(queries.counts(session, source).values()):
            raise OverlayStands
        return source


def make_persons(count: int, *, source: int, now: datetime) -> Ids:
    """Create persons behind keyed hashes of invented numbers; their names cannot be searched."""
    made = [_make_persons(first, min(CHUNK, count - first), source=source, now=now) for first in range(0, count, CHUNK)]
    return np.concatenate(made)


def _make_persons(first: int, count: int, *, source: int, now: datetime) -> Ids:
    secret = provider().keyed_hash(HASH_PURPOSE, SOURCE_CODE.encode())
    hashes = [
        "\\x" + blake2b(b"%d" % number, key=secret, digest_size=HASH_BYTES).hexdigest()
        for number in range(first, first + count)
    ]
    with transaction() as session:
        alone(session)
        ids = claimed(session, "subject", count)
        people = pl.DataFrame({"id": ids, "person_hash": hashes}).with_columns(kind=pl.lit("person"), known_from=instant(now))
        copy_frame(session, "archive.subject", people)
        names = pl.DataFrame({"subject_id": ids, "name": person_names(count, first=first)})
        known = {"department_id": pl.lit(source), "grams": pl.lit("{}"), "known_from": instant(now)}
        copy_frame(session, "archive.name", names.with_columns(normal="name", **known))
    return ids.to_numpy()


def make_relations(firms: Ids, persons: Ids, amounts: Amounts, *, standing: Ids, source: int, now: datetime) -> int:
    """Write who holds and leads whom, and return how many relations that are."""
    made = edges(firms, persons, count=amounts.relations, standing=standing)
    for part in relation_frames(made, source=source, now=now):
        with transaction() as session:
            copy_frame(session, "archive.relation", part)
    return len(made)


def relation_frames(made: Edges, *, source: int, now: datetime) -> Iterator[pl.DataFrame]:
    """Give the relations as frames that fit the table."""
    for at in range(0, len(made), EDGES_AT_ONCE):
        part = slice(at, at + EDGES_AT_ONCE)
        frame = pl.DataFrame({"from_id": made.holders[part], "to_id": made.firms[part], "share": made.shares[part]})
        yield frame.with_columns(
            kind=pl.Series(np.array(KINDS)[made.kinds[part]]),
            holder_key=pl.lit("s:") + pl.col("from_id").cast(pl.String),
            share=pl.col("share").fill_nan(None),
            department_id=pl.lit(source),
            known_from=instant(now),
        )


def make_records(name: str, subjects: pl.DataFrame, *, count: int, source: int, now: datetime) -> None:
    """Write the records of one kind with their lines on timelines, through the writer that every record takes."""
    kind = next(item for item in RECORD_KINDS if item.name == name)
    ids = subjects["subject_id"].to_numpy()
    for chunk, first in enumerate(range(0, count, CHUNK)):
        frame = matters(kind, ids, chunk=chunk, count=min(CHUNK, count)).head(count - first)
        places = np.searchsorted(ids, frame["subject_id"].to_numpy())
        named = frame.hstack(subjects[places].drop("subject_id"))
        with transaction() as session:
            write(session, kind, named, context=_context(source, chunk), now=now)


def _context(source: int, chunk: int) -> ChunkContext:
    nothing_received = cast("int", None)  # no file came, so no raw row can be shown
    return ChunkContext(batch_id=nothing_received, chunk_no=chunk, department_id=source, source_name=SOURCE_NAME, actor=ACTOR)


def analyse() -> None:
    """Refresh the planner's picture of what has grown."""
    with transaction() as session:
        session.execute(text("ANALYZE archive.subject, archive.name, archive.relation, archive.record, archive.event"))


_OWN = {
    "relation": text("DELETE FROM archive.relation WHERE department_id = :source"),
    "event": text("DELETE FROM archive.event WHERE department_id = :source"),
    "record": text("DELETE FROM archive.record WHERE department_id = :source"),
}
_ITS_PERSONS = text(
    "CREATE TEMPORARY TABLE overlay_person ON COMMIT DROP AS"
    " SELECT DISTINCT subject_id AS id FROM archive.name WHERE department_id = :source"
)
_NAMES = text("DELETE FROM archive.name WHERE department_id = :source")
_PERSONS = text("DELETE FROM archive.subject WHERE id IN (SELECT id FROM overlay_person)")


def remove(*, report: Report) -> None:
    """Take away all that came from the overlay's source, and the persons that it made; the rest stands as before."""
    with reading() as session:
        source = session.scalar(select(Department.id).where(Department.code == SOURCE_CODE))
    if source is None:
        return
    for table, statement in _OWN.items():
        with transaction() as session:
            report(table, deleted(session, statement, source=source))
    with transaction() as session:
        report("person", remove_persons(session, source=source))
    analyse()


def remove_persons(session: Session, *, source: int) -> int:
    """Delete the persons; the keys that point at subjects step aside, since not all of them have an index to check by."""
    session.execute(_ITS_PERSONS, {"source": source})
    relax_keys(session, tables=POINTING)
    session.execute(_NAMES, {"source": source})
    count = deleted(session, _PERSONS)
    restore(session, tables=POINTING)
    return count


def deleted(session: Session, statement: TextClause, **values: int) -> int:
    """Run a deletion and return how many rows went."""
    return cast("CursorResult[Any]", session.execute(statement, values)).rowcount
