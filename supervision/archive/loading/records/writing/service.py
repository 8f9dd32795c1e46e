"""Write records, close what they replace, and put them on timelines."""

from datetime import datetime
from typing import Any

import polars as pl
from sqlalchemy.orm import Session

from supervision.archive.loading.features import gram_arrays
from supervision.archive.loading.records.features import summary
from supervision.archive.loading.records.schemas import STORED, RecordKind
from supervision.archive.loading.registrations.rules import subject_kind
from supervision.archive.loading.service import claimed, copy_frame, instant, source
from supervision.archive.subjects.models import Matched
from supervision.intake.kinds import ChunkContext

CLOSE_RECORDS = "UPDATE archive.record SET known_to = %s WHERE id = ANY(%s)"
CLOSE_EVENTS = """
    UPDATE archive.event SET known_to = %s WHERE link_kind = 'record' AND link_id = ANY(%s) AND known_to IS NULL
"""


def with_new_subjects(session: Session, parties: pl.DataFrame, *, context: ChunkContext, now: datetime) -> pl.DataFrame:
    """Create a subject for every right code and every person that no archive knows yet; the source stays marked."""
    unplaced = pl.col("matched") == Matched.NONE.value
    coded = parties.filter(unplaced & pl.col("uscc").is_not_null()).unique("uscc", keep="first", maintain_order=True)
    people = parties.filter(unplaced & pl.col("about_person")).unique("person_hash", keep="first", maintain_order=True)
    coded = new_coded(session, coded, context=context, now=now)
    people = new_people(session, people, context=context, now=now)
    joined = parties.join(coded, on="uscc", how="left", maintain_order="left").join(
        people, on="person_hash", how="left", maintain_order="left"
    )
    found = pl.when(unplaced).then(pl.when("about_person").then("new_person").otherwise("new_coded")).otherwise("subject_id")
    how = pl.when("about_person").then(pl.lit(Matched.NUMBER.value)).otherwise(pl.lit(Matched.CODE.value))
    joined = joined.with_columns(found.alias("subject_id"))
    return joined.with_columns(
        matched=pl.when(unplaced & pl.col("subject_id").is_not_null()).then(how).otherwise("matched")
    ).drop("new_coded", "new_person")


def new_coded(session: Session, parties: pl.DataFrame, *, context: ChunkContext, now: datetime) -> pl.DataFrame:
    """Create subjects that are known by code only, as not yet registered here; return `uscc` and `new_coded`."""
    if parties.is_empty():
        return pl.DataFrame(schema={"uscc": pl.String, "new_coded": pl.Int64})
    kind = subject_kind(pl.col("uscc"), pl.lit("uscc"), pl.lit(None, dtype=pl.String))
    fresh = parties.with_columns(gram_arrays(parties["normal"]), new_coded=claimed(session, "subject", parties.height))
    copy_frame(session, "archive.subject", fresh.select(kind.alias("kind"), id="new_coded", known_from=instant(now)))
    codes = fresh.select(*source(context), subject_id="new_coded", kind=pl.lit("uscc"), value="uscc", known_from=instant(now))
    copy_frame(session, "archive.identifier", codes)
    add_names(session, fresh, subject="new_coded", context=context, now=now)
    return fresh.select("uscc", "new_coded")


def new_people(session: Session, parties: pl.DataFrame, *, context: ChunkContext, now: datetime) -> pl.DataFrame:
    """Create persons behind their keyed hashes; their names cannot be searched. Return `person_hash` and `new_person`."""
    if parties.is_empty():
        return pl.DataFrame(schema={"person_hash": pl.String, "new_person": pl.Int64})
    fresh = parties.with_columns(new_person=claimed(session, "subject", parties.height), grams=pl.lit("{}"))
    people = fresh.select("person_hash", id="new_person", kind=pl.lit("person"), known_from=instant(now))
    copy_frame(session, "archive.subject", people)
    add_names(session, fresh, subject="new_person", context=context, now=now)
    return fresh.select("person_hash", "new_person")


def add_names(session: Session, rows: pl.DataFrame, *, subject: str, context: ChunkContext, now: datetime) -> None:
    """Store the name under which a department knows a new subject; since when it is used nobody says."""
    names = rows.select("normal", "grams", *source(context), subject_id=subject, name="subject_name", known_from=instant(now))
    copy_frame(session, "archive.name", names)


def write(session: Session, kind: RecordKind, rows: pl.DataFrame, *, context: ChunkContext, now: datetime) -> None:
    """Add versions and timeline lines, and end the belief in what they replace."""
    if rows.is_empty():
        return
    close(session, rows["open_id"].drop_nulls().to_list(), now=now)
    numbered = rows.with_columns(record_id=claimed(session, "record", rows.height))
    stored = [pl.col(name) for name in STORED if name in rows.columns]
    identity = ("subject_id", "matched", "business_key", "content_hash", "party_key", "subject_name", "subject_code", "data")
    records = numbered.select(
        *identity, *stored, *source(context), id="record_id", kind=pl.lit(kind.name), known_from=instant(now)
    )
    copy_frame(session, "archive.record", records)
    add_events(session, kind, numbered, context=context, now=now)


def close(session: Session, record_ids: list[int], *, now: datetime) -> None:
    """End the belief in records and in what timelines say about them."""
    if record_ids:
        cursor: Any = session.connection().connection.cursor()
        cursor.execute(CLOSE_RECORDS, (now, record_ids))
        cursor.execute(CLOSE_EVENTS, (now, record_ids))


def add_events(session: Session, kind: RecordKind, rows: pl.DataFrame, *, context: ChunkContext, now: datetime) -> None:
    """Put the records that have a subject on its timeline."""
    placed = rows.filter(pl.col("subject_id").is_not_null())
    events = placed.select(
        "subject_id",
        "occurred_on",
        *source(context),
        kind=pl.lit(kind.name),
        summary=summary(kind),
        link_kind=pl.lit("record"),
        link_id="record_id",
        known_from=instant(now),
    )
    copy_frame(session, "archive.event", events)
