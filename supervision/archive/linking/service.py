"""Questions about counterparts: opened by loads, answered by persons, remembered for every later load."""

from datetime import datetime
from typing import Any

import polars as pl
from sqlalchemy.orm import Session

from supervision.archive.linking.models import CandidateReason
from supervision.archive.linking.suggesting.rules import CORE_POINTS, NAME_POINTS
from supervision.archive.loading.features import digests
from supervision.intake.kinds import ChunkContext

OPEN = """
    INSERT INTO archive.candidate (party_key, reason, subject_name, normal, subject_code, codes, kind, submitted, row_no,
                                   department_id, batch_id, opened_at, outlook, distance)
    SELECT party_key, reason, subject_name, normal, subject_code, codes::jsonb, kind, submitted::jsonb, row_no, %s, %s, %s,
           CASE WHEN reason = 'not_found' THEN 'new' ELSE 'likely' END, CASE WHEN reason = 'not_found' THEN 100 ELSE %s END
    FROM unnest(%s::bytea[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::int[])
         AS question (party_key, reason, subject_name, normal, subject_code, codes, kind, submitted, row_no)
    ON CONFLICT (party_key) DO NOTHING
"""
COLUMNS = ("party_key", "reason", "subject_name", "normal", "subject_code", "codes", "kind", "submitted", "row_no")
SAME_NAME = 100 - NAME_POINTS - CORE_POINTS


def party_key(*, normal: pl.Expr, code: pl.Expr, number: pl.Expr) -> pl.Expr:
    """Return the text whose digest stands for a counterpart as submitted."""
    parts = [part.fill_null("") for part in (normal, code, number)]
    return pl.concat_str(parts, separator="\x1f")


def open_questions(session: Session, questions: pl.DataFrame, *, context: ChunkContext, now: datetime) -> None:
    """Put counterparts into the review queue, each once; those that were asked before stay as they are."""
    if questions.is_empty():
        return
    once = questions.unique("party_key", keep="first", maintain_order=True)
    arrays: list[list[Any]] = [once[column].to_list() for column in COLUMNS]
    arrays[0] = [bytes.fromhex(key[2:]) for key in arrays[0]]
    cursor: Any = session.connection().connection.cursor()
    cursor.execute(OPEN, (context.department_id, context.batch_id, now, SAME_NAME, *arrays))


def hold_renamed(session: Session, rows: pl.DataFrame, *, context: ChunkContext, now: datetime) -> None:
    """Ask about rows that name a known code differently; the row waits whole, since no record holds it."""
    if rows.is_empty():
        return
    keys = rows.select(party_key(normal=pl.col("normal"), code=pl.col("value"), number=pl.lit(""))).to_series()
    fields = [column for column in rows.columns if column in REGISTRATION_FIELDS]
    questions = rows.select(
        digests(keys).alias("party_key"),
        pl.lit(CandidateReason.RENAMED.value).alias("reason"),
        pl.col("name").alias("subject_name"),
        "normal",
        pl.col("value").alias("subject_code"),
        pl.lit(None, dtype=pl.String).alias("codes"),
        pl.lit("registration").alias("kind"),
        pl.struct(fields).struct.json_encode().alias("submitted"),
        "row_no",
    )
    open_questions(session, questions, context=context, now=now)


REGISTRATION_FIELDS = frozenset(
    {
        "name",
        "code",
        "regno",
        "established_on",
        "approved_on",
        "type_name",
        "legal_rep",
        "capital_text",
        "industry",
        "scope",
        "province_name",
        "region_name",
        "address",
        "telephone",
        "state_name",
    }
)
