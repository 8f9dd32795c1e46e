"""Write the first of everything about new subjects straight into the archive's tables."""

from datetime import datetime

import polars as pl
from sqlalchemy.orm import Session

from supervision.archive.loading.registrations.features import derived, with_grams
from supervision.archive.loading.service import claimed, copy_frame, instant, source
from supervision.intake.kinds import ChunkContext

STORED = (
    "name",
    "legal_rep",
    "type_name",
    "industry",
    "capital_text",
    "capital",
    "currency",
    "scope",
    "address",
    "address_key",
    "telephone",
    "telephone_key",
    "division",
    "region_name",
    "established_on",
    "state",
    "facts_hash",
    "valid_from",
)


def create(session: Session, rows: pl.DataFrame, *, context: ChunkContext, now: datetime) -> pl.DataFrame:
    """Create one subject for each row and return `value` and `subject_id`."""
    if rows.is_empty():
        return rows.select("value", "subject_id")
    full = with_grams(derived(rows)).with_columns(
        subject_id=claimed(session, "subject", rows.height), registration_id=claimed(session, "registration", rows.height)
    )
    copy_frame(session, "archive.subject", full.select(id="subject_id", kind="kind", known_from=instant(now)))
    numbers = identifiers(full).unique(["kind", "value"], keep="first", maintain_order=True)
    store_identifiers(session, numbers, context=context, now=now)
    add_names(session, full, context=context, now=now)
    add_registrations(session, full, context=context, now=now)
    add_foundings(session, full, context=context, now=now)
    return full.select("value", "subject_id")


def identifiers(rows: pl.DataFrame) -> pl.DataFrame:
    """Return the code, and the old number where a row carries both, one below the other."""
    first = rows.select("subject_id", "row_no", kind="value_kind", value="value")
    second = rows.filter(pl.col("number").is_not_null()).select("subject_id", "row_no", kind="number_kind", value="number")
    return pl.concat([first, second])


def store_identifiers(session: Session, numbers: pl.DataFrame, *, context: ChunkContext, now: datetime) -> None:
    """Store codes and numbers; since when they are valid nobody says."""
    stored = numbers.select("subject_id", "kind", "value", *source(context), known_from=instant(now))
    copy_frame(session, "archive.identifier", stored)


def add_names(session: Session, rows: pl.DataFrame, *, context: ChunkContext, now: datetime) -> None:
    """Store the name; since when it is used the register does not say, and a founding day is not an answer to that."""
    columns = ("subject_id", "name", "normal", "grams")
    stored = rows.select(*columns, *source(context), known_from=instant(now))
    copy_frame(session, "archive.name", stored)


def add_registrations(session: Session, rows: pl.DataFrame, *, context: ChunkContext, now: datetime) -> None:
    """Store a version of the registration facts for each row; `registration_id` is its id."""
    stored = rows.select(*STORED, *source(context), "subject_id", id="registration_id", code="value", known_from=instant(now))
    copy_frame(session, "archive.registration", stored)


def add_foundings(session: Session, rows: pl.DataFrame, *, context: ChunkContext, now: datetime) -> None:
    """Put the founding on the timeline of those whose day is known."""
    known = rows.filter(pl.col("established_on").is_not_null())
    copy_frame(
        session,
        "archive.event",
        known.select(
            "subject_id",
            *source(context),
            kind=pl.lit("established"),
            occurred_on="established_on",
            summary=pl.concat_str(pl.lit("登记设立"), pl.lit("，"), pl.coalesce("type_name", pl.lit("类型未注明"))),
            link_kind=pl.lit("registration"),
            link_id="registration_id",
            known_from=instant(now),
        ),
    )
