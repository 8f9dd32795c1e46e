"""Relations find both ends by code, number or resident number, never by name; a holder without one stays a name."""

from datetime import datetime
from typing import Any

import polars as pl
from sqlalchemy.orm import Session

from supervision.archive.linking.matching import queries as matching
from supervision.archive.loading.features import normal
from supervision.archive.loading.records.features import hashed
from supervision.archive.loading.relations import queries
from supervision.archive.loading.relations.rules import UNIT_DOUBTFUL, names_a_branch, role_kind, share_part, unit_of
from supervision.archive.loading.rules import Check, findings, together
from supervision.archive.loading.service import alone, copy_frame, instant, source
from supervision.intake.kinds import Accepted, ChunkContext, Severity
from supervision.kernel.crypto import provider

CLOSE = "UPDATE archive.relation SET known_to = %s WHERE id = ANY(%s)"
UNKNOWN = Check(
    rule="V06",
    severity=Severity.HOLD,
    field="code",
    message="企业不在档，关系暂不能归档",
    remedy="先装载该企业的登记信息，再重新报送这一行",
    wrong=lambda _: pl.lit(value=True),
)

BRANCH_UNKNOWN = Check(
    rule="V06",
    severity=Severity.HOLD,
    field="holder_code",
    message="分支机构没有代码或不在档，关系暂不能归档",
    remedy="先装载该分支机构的登记信息，补填它的代码后重新报送这一行",
    wrong=lambda _: pl.lit(value=True),
)


def accept(session: Session, frame: pl.DataFrame, context: ChunkContext, now: datetime) -> Accepted:
    """Write one open relation for each kind, enterprise and holder; a changed share or office closes what stood."""
    rows = prepared(frame)
    alone(session)
    rows = with_ends(session, rows)
    unknown = rows.filter(pl.col("to_id").is_null())
    placed = with_holder_key(with_shares(session, rows.filter(pl.col("to_id").is_not_null()), context=context))
    last = placed.unique(["role_kind", "to_id", "holder_key"], keep="last", maintain_order=True)
    fresh = changed(session, last)
    close(session, fresh["open_id"].drop_nulls().to_list(), now=now)
    write(session, fresh, context=context, now=now)
    doubtful = findings(placed.filter("unit_doubtful"), check=UNIT_DOUBTFUL)
    return Accepted(findings=together([not_known(unknown), doubtful]), unchanged=placed.height - fresh.height)


def not_known(rows: pl.DataFrame) -> pl.DataFrame:
    """Hold rows whose enterprise, or whose branch, has no archive."""
    branch = rows["is_branch"]
    return together([findings(rows.filter(~branch), check=UNKNOWN), findings(rows.filter(branch), check=BRANCH_UNKNOWN)])


def prepared(frame: pl.DataFrame) -> pl.DataFrame:
    """Add the kind, and the holder's normalised name and keyed hash."""
    rows = from_parent_to_branch(frame)
    return rows.with_columns(normal(rows["holder_name"]).alias("holder_normal"), hashed(rows["holder_document_no"], provider()))


def from_parent_to_branch(frame: pl.DataFrame) -> pl.DataFrame:
    """Let the parent be the holder and the branch the enterprise, whichever of them the row names first."""
    rows = frame.with_columns(role_kind().alias("role_kind"), is_branch=names_a_branch())
    ends = {
        "name": pl.col("holder_name"),
        "code": pl.col("holder_code"),
        "regno": pl.lit(None, dtype=pl.String),
        "holder_name": pl.col("name"),
        "holder_code": pl.coalesce("code", "regno"),
    }
    return rows.with_columns(pl.when("is_branch").then(end).otherwise(name).alias(name) for name, end in ends.items())


def with_shares(session: Session, rows: pl.DataFrame, *, context: ChunkContext) -> pl.DataFrame:
    """Read the shares in the unit of the file, else of the firm."""
    first = int(rows["row_no"].min() or 0)  # type: ignore[arg-type]  # a number or nothing
    unit = unit_of(queries.header_of_share(session, context.batch_id))
    ids = rows["to_id"].unique().to_list()
    known = queries.shares_of_batch(session, ids, batch_id=context.batch_id, before=first)
    return share_part(rows, unit=unit, known=known)


def with_ends(session: Session, rows: pl.DataFrame) -> pl.DataFrame:
    """Add `to_id` (the enterprise) and `from_id` (the holder, where a code or resident number leads to one)."""
    carriers = matching.by_value(session, pl.concat([rows["code"], rows["regno"], rows["holder_code"]]))
    single = carriers.unique(["value"], keep="first").select("value", "subject_id")
    ends = (
        rows.join(single.rename({"value": "code", "subject_id": "by_code"}), on="code", how="left", maintain_order="left")
        .join(single.rename({"value": "regno", "subject_id": "by_number"}), on="regno", how="left", maintain_order="left")
        .join(
            single.rename({"value": "holder_code", "subject_id": "by_holder"}),
            on="holder_code",
            how="left",
            maintain_order="left",
        )
        .join(
            matching.persons(session, rows["person_hash"]).rename({"subject_id": "by_person"}),
            on="person_hash",
            how="left",
            maintain_order="left",
        )
    )
    return ends.with_columns(to_id=pl.coalesce("by_code", "by_number"), from_id=pl.coalesce("by_holder", "by_person"))


def with_holder_key(rows: pl.DataFrame) -> pl.DataFrame:
    """Add what tells one holder of an enterprise from another."""
    subject = pl.lit("s:") + pl.col("from_id").cast(pl.String)
    return rows.with_columns(holder_key=pl.coalesce(subject, pl.lit("n:") + pl.col("holder_normal")))


def changed(session: Session, rows: pl.DataFrame) -> pl.DataFrame:
    """Return the rows that say something other than the open relation, with its id as `open_id`."""
    standing = queries.open_relations(session, rows["to_id"].unique().to_list())
    on = {"role_kind": "kind", "to_id": "to_id", "holder_key": "holder_key"}
    joined = rows.join(standing, left_on=list(on), right_on=list(on.values()), how="left", maintain_order="left")
    rounded = pl.col("share").cast(pl.Decimal(12, 10)), pl.col("subscribed").cast(pl.Decimal(38, 6))
    differs = (
        pl.col("open_id").is_null()
        | rounded[0].ne_missing(pl.col("open_share"))
        | rounded[1].ne_missing(pl.col("open_subscribed"))
        | pl.col("position").ne_missing(pl.col("open_position"))
        | pl.col("valid_from").ne_missing(pl.col("open_valid_from"))
        | pl.col("valid_to").is_not_null()
    )
    return joined.filter(differs).filter(~ended_before(session, joined.filter(differs)))


def ended_before(session: Session, rows: pl.DataFrame) -> pl.Series:
    """Tell which rows report an end that is known already: such a relation is not open and would be written again."""
    ended = queries.ended_relations(session, rows.filter(pl.col("valid_to").is_not_null())["to_id"].unique().to_list())
    on = ["role_kind", "to_id", "holder_key", "valid_to"]
    known = rows.join(ended.with_columns(known=pl.lit(value=True)), on=on, how="left", maintain_order="left")
    return known["known"].fill_null(value=False)


def close(session: Session, relation_ids: list[int], *, now: datetime) -> None:
    """End the belief in what the rows replace."""
    if relation_ids:
        cursor: Any = session.connection().connection.cursor()
        cursor.execute(CLOSE, (now, relation_ids))


def write(session: Session, rows: pl.DataFrame, *, context: ChunkContext, now: datetime) -> None:
    """Store the relations; the name of a holder who is a subject stands there too."""
    stored = rows.select(
        "to_id",
        "from_id",
        "holder_key",
        "share",
        "position",
        "subscribed",
        "valid_from",
        "valid_to",
        *source(context),
        kind="role_kind",
        from_name="holder_name",
        known_from=instant(now),
    )
    copy_frame(session, "archive.relation", stored)
