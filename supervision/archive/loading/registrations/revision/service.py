"""Compare rows with what stands about their subjects: nothing new, a new version, or a question for a person."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import polars as pl
from sqlalchemy.orm import Session

from supervision.archive.linking import service as linking
from supervision.archive.loading.registrations import queries
from supervision.archive.loading.registrations.creation.service import add_registrations, identifiers, store_identifiers
from supervision.archive.loading.registrations.features import FACTS, derived
from supervision.archive.loading.registrations.rules import LABELS, RENAMED, RESENT, TWO_SUBJECTS
from supervision.archive.loading.rules import findings, together
from supervision.archive.loading.service import claimed, copy_frame, instant, source
from supervision.intake.kinds import ChunkContext, no_findings

CLOSE = "UPDATE archive.registration SET known_to = %s WHERE id = ANY(%s)"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a layer of rows led to."""

    findings: pl.DataFrame = field(default_factory=no_findings)
    unchanged: int = 0
    changed: Sequence[int] = ()


def two_subjects(rows: pl.DataFrame) -> pl.DataFrame:
    """Hold rows whose code and old number belong to two subjects."""
    return findings(rows, check=TWO_SUBJECTS)


def revise(session: Session, rows: pl.DataFrame, *, context: ChunkContext, now: datetime) -> Outcome:
    """Add what the rows say that this source had not said before; at most one row for each subject."""
    same, renamed = by_name(session, rows)
    linking.hold_renamed(session, renamed, context=context, now=now)
    merged = with_open_version(session, same, department_id=context.department_id)
    known, resent, fresh = compared(session, merged, department_id=context.department_id)
    close(session, fresh, now=now)
    numbered = fresh.with_columns(registration_id=claimed(session, "registration", fresh.height))
    add_registrations(session, numbered, context=context, now=now)
    add_changes(session, numbered, context=context, now=now)
    add_new_numbers(session, same.filter(pl.col("has_new_number")), context=context, now=now)
    return Outcome(
        findings=together([findings(renamed, check=RENAMED), findings(resent, check=RESENT)]),
        unchanged=known.height + resent.height,
        changed=fresh["subject_id"].to_list(),
    )


def by_name(session: Session, rows: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Split rows into those that use a present or former name of their subject, and those that do not."""
    agreed = queries.names_of(session, rows["subject_id"].to_list()).select("subject_id", "normal").unique()
    same = rows.join(agreed, on=["subject_id", "normal"], how="semi", maintain_order="left")
    return same, rows.join(agreed, on=["subject_id", "normal"], how="anti", maintain_order="left")


def with_open_version(session: Session, rows: pl.DataFrame, *, department_id: int) -> pl.DataFrame:
    """Fill what a row leaves open with what the source said before: silence takes nothing back."""
    standing = queries.open_versions(session, rows["subject_id"].to_list(), department_id=department_id)
    joined = rows.join(standing, on="subject_id", how="left", maintain_order="left")
    return derived(joined.with_columns(pl.coalesce(fact, f"open_{fact}").alias(fact) for fact in FACTS))


def compared(session: Session, rows: pl.DataFrame, *, department_id: int) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Split rows into what stands, what stood once (an old row sent again), and what is new."""
    known = rows.filter(pl.col("facts_hash") == pl.col("open_hash"))
    other = rows.filter(pl.col("facts_hash").ne_missing(pl.col("open_hash")))
    earlier = queries.earlier_facts(session, other["subject_id"].to_list(), department_id=department_id)
    on = ["subject_id", "facts_hash"]
    return known, other.join(earlier, on=on, how="semi"), other.join(earlier, on=on, how="anti", maintain_order="left")


def add_new_numbers(session: Session, rows: pl.DataFrame, *, context: ChunkContext, now: datetime) -> None:
    """Give the subject the code or old number under which it was not yet known."""
    if rows.is_empty():
        return
    carried = identifiers(rows).unique(["kind", "value"], keep="first", maintain_order=True)
    known = queries.subjects_by_value(session, carried["value"].to_list())
    fresh = carried.join(known, left_on=["kind", "value"], right_on=["value_kind", "value"], how="anti", maintain_order="left")
    store_identifiers(session, fresh, context=context, now=now)


def close(session: Session, rows: pl.DataFrame, *, now: datetime) -> None:
    """End the belief in the versions that the rows replace."""
    replaced = rows["open_id"].drop_nulls().to_list()
    if replaced:
        cursor: Any = session.connection().connection.cursor()
        cursor.execute(CLOSE, (now, replaced))


def add_changes(session: Session, rows: pl.DataFrame, *, context: ChunkContext, now: datetime) -> None:
    """Put the change on the timeline, naming the fields; a first version of another source is no change."""
    changed = rows.filter(pl.col("open_id").is_not_null())
    if changed.is_empty():
        return
    parts = [pl.when(pl.col(fact).ne_missing(pl.col(f"open_{fact}"))).then(pl.lit(label)) for fact, label in LABELS.items()]
    summary = pl.lit("登记信息更新：") + pl.concat_list(parts).list.drop_nulls().list.join("、")
    copy_frame(
        session,
        "archive.event",
        changed.select(
            "subject_id",
            *source(context),
            kind=pl.lit("registration_changed"),
            occurred_on="valid_from",
            summary=summary,
            link_kind=pl.lit("registration"),
            link_id="registration_id",
            known_from=instant(now),
        ),
    )
