"""Powers become versions: a list that comes again changes nothing, a changed power closes what stood."""

import json
from datetime import datetime
from typing import Any

import polars as pl
from sqlalchemy.orm import Session

from supervision.archive.linking.matching.queries import as_bytes, rows_of
from supervision.archive.loading.features import content, digests, normal
from supervision.archive.loading.service import copy_frame, instant, source
from supervision.duties.powers.models import Power
from supervision.duties.powers.rules import kinds_of
from supervision.duties.powers.schemas import FIELDS, OWN, STORED
from supervision.intake.kinds import Accepted, ChunkContext

LOCK = "SELECT pg_advisory_xact_lock(hashtext('duties.power')) IS NULL"
KNOWN = """
    SELECT '\\x' || encode(business_key, 'hex'), '\\x' || encode(content_hash, 'hex'), id, known_to IS NULL
    FROM duties.power WHERE business_key = ANY(%s)
"""
CLOSE = "UPDATE duties.power SET known_to = %s WHERE id = ANY(%s)"


def accept(session: Session, frame: pl.DataFrame, context: ChunkContext, now: datetime) -> Accepted:
    """Write the powers that are new or say something that was not said before."""
    rows = prepared(frame)
    rows_of(session, LOCK, ())
    once = rows.unique(["business_key", "content_hash"], keep="first", maintain_order=True)
    ranked = once.with_columns(layer=pl.col("row_no").rank("ordinal").over("business_key"))
    layers = [part.drop("layer") for _, part in sorted(ranked.partition_by("layer", as_dict=True).items())]
    written = sum(revise(session, layer, context=context, now=now) for layer in layers)
    return Accepted(unchanged=rows.height - written)


def prepared(frame: pl.DataFrame) -> pl.DataFrame:
    """Add the digests, the kinds of penalty as an array and the other fields as JSON."""
    key = frame.select(normal(frame["authority"]), pl.coalesce("number", "name").alias("number"))
    own = [
        json.dumps({k: v for k, v in row.items() if v is not None}, ensure_ascii=False)
        for row in frame.select(OWN).iter_rows(named=True)
    ]
    return frame.with_columns(
        digests(key.select(content(key.columns)).to_series()).alias("business_key"),
        digests(frame.select(content([item.name for item in FIELDS])).to_series()).alias("content_hash"),
        pl.Series("data", own, dtype=pl.String),
        pl.Series("penalty_kinds", [array_literal(text) for text in frame["penalty_kinds"].to_list()], dtype=pl.String),
    )


def array_literal(text: str | None) -> str:
    """Return the kinds in a cell as PostgreSQL reads an array."""
    return "{" + ",".join(json.dumps(kind, ensure_ascii=False) for kind in kinds_of(text)) + "}"


def revise(session: Session, rows: pl.DataFrame, *, context: ChunkContext, now: datetime) -> int:
    """Write the rows whose content was never said of their power; return how many."""
    schema = {"business_key": pl.String, "content_hash": pl.String, "open_id": pl.Int64, "is_open": pl.Boolean}
    known = pl.DataFrame(rows_of(session, KNOWN, (as_bytes(rows["business_key"]),)), schema=schema, orient="row")
    fresh = rows.join(known, on=["business_key", "content_hash"], how="anti", maintain_order="left")
    replaced = known.filter(pl.col("is_open")).join(fresh, on="business_key", how="semi")["open_id"].to_list()
    if replaced:
        cursor: Any = session.connection().connection.cursor()
        cursor.execute(CLOSE, (now, replaced))
    columns = (*STORED, "business_key", "content_hash", "penalty_kinds", "data")
    copy_frame(session, str(Power.__table__), fresh.select(*columns, *source(context), known_from=instant(now)))
    return fresh.height
