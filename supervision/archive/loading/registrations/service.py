"""Registrations become subjects, or new versions of what one source says about a subject."""

from datetime import datetime

import polars as pl
from sqlalchemy.orm import Session

from supervision.archive.loading.registrations import features, queries
from supervision.archive.loading.registrations.creation import service as creation
from supervision.archive.loading.registrations.revision import service as revision
from supervision.archive.loading.rules import together
from supervision.archive.loading.service import alone
from supervision.archive.subjects.conflicts.service import find_conflicts
from supervision.intake.kinds import Accepted, ChunkContext


def accept(session: Session, frame: pl.DataFrame, context: ChunkContext, now: datetime) -> Accepted:
    """Place every row: the first of an unknown identifier creates a subject, all others are compared with what stands.

    Repetitions of one identifier are taken in the order of the file, so that the later row is the later version.
    """
    if frame.is_empty():
        return Accepted()
    rows = features.prepared(frame).filter(pl.col("value_kind").is_not_null() & ~pl.col("code_wrong"))
    alone(session)
    rows, clashes = identified(session, rows)
    placed = rows.filter(pl.col("subject_id").is_not_null())
    unplaced = rows.filter(pl.col("subject_id").is_null())
    fresh = unplaced.unique("value", keep="first", maintain_order=True)
    created = creation.create(session, fresh, context=context, now=now)
    repeated = unplaced.join(fresh.select("row_no"), on="row_no", how="anti").drop("subject_id").join(created, on="value")
    outcomes = [
        revision.revise(session, layer, context=context, now=now)
        for layer in layers(pl.concat([placed, repeated.select(placed.columns)]))
    ]
    compare_sources(session, placed, outcomes, context=context, now=now)
    return Accepted(
        findings=together([clashes, *(outcome.findings for outcome in outcomes)]),
        unchanged=sum(outcome.unchanged for outcome in outcomes),
    )


def compare_sources(
    session: Session, placed: pl.DataFrame, outcomes: list[revision.Outcome], *, context: ChunkContext, now: datetime
) -> None:
    """Look for disagreements about the subjects that got a version here and have one of another source."""
    changed = {subject_id for outcome in outcomes for subject_id in outcome.changed} & set(placed["subject_id"].to_list())
    shared = queries.with_other_sources(session, sorted(changed), department_id=context.department_id) if changed else []
    if shared:
        find_conflicts(session, subject_ids=shared, now=now)


def identified(session: Session, rows: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Add `subject_id` by code, else by old number; a row whose two numbers lead to two subjects is held."""
    values = pl.concat([rows["value"], rows["number"].drop_nulls()]).unique().to_list()
    known = queries.subjects_by_value(session, values)
    if known.is_empty():
        return rows.with_columns(subject_id=pl.lit(None, dtype=pl.Int64), has_new_number=pl.lit(value=False)), together([])
    by_code = known.rename({"subject_id": "by_code"})
    by_number = known.select(number="value", number_kind="value_kind", by_number="subject_id")
    joined = rows.join(by_code, on=["value", "value_kind"], how="left", maintain_order="left").join(
        by_number, on=["number", "number_kind"], how="left", maintain_order="left"
    )
    clash = joined["by_code"].is_not_null() & (joined["by_code"] != joined["by_number"]).fill_null(value=False)
    new_number = pl.col("by_code").is_null() | (pl.col("number").is_not_null() & pl.col("by_number").is_null())
    found = joined.with_columns(subject_id=pl.coalesce("by_code", "by_number"), has_new_number=new_number)
    found = found.drop("by_code", "by_number")
    return found.filter(~clash), revision.two_subjects(found.filter(clash))


def layers(rows: pl.DataFrame) -> list[pl.DataFrame]:
    """Split rows so that each subject stands at most once in each part, in the order of the file."""
    if rows.is_empty():
        return []
    ranked = rows.sort("row_no").with_columns(layer=pl.col("row_no").rank("ordinal").over("subject_id"))
    return [part.drop("layer") for _, part in sorted(ranked.partition_by("layer", as_dict=True).items())]
