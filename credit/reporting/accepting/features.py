"""From the columns of a table of the standard to those of a decision and of the archive's record; no database."""

import json
from typing import Any

import polars as pl

from credit.reporting.accepting.schemas import REPORTED
from credit.reporting.states import Change, Party, Status
from credit.standards.checking.features import PERSON, marked
from credit.standards.schemas import Table
from supervision.archive.loading.features import content, digests, normal
from supervision.archive.loading.records.schemas import RecordKind
from supervision.intake.kinds import Field, FieldType

DTYPES = {FieldType.DATE: pl.Date, FieldType.MONEY_WAN: pl.Decimal(38, 6), FieldType.DECIMAL: pl.Decimal(38, 6)}
JOIN = "；"
MEANINGS = ("state", "procedure", "severity", "change_kind", "stock")


def shaped(table: Table, frame: pl.DataFrame) -> pl.DataFrame:
    """Return `row_no` and the columns of `REPORTED`, with `stock`, `change_kind` and what makes the matter's key."""
    rows = with_all_columns(frame)
    words = [pl.col(name).replace_strict(table.means(name), default=None, return_dtype=pl.String) for name in MEANINGS]
    rows = rows.with_columns(words)
    penalty = table.kind == "penalty"
    doc_no = pl.col("doc_no") if penalty else pl.coalesce("doc_no", "certificate_no")
    category = pl.concat_str("category", "category_2", separator=JOIN, ignore_nulls=True)
    made = rows.with_columns(
        party=pl.when(pl.col("party_kind") == PERSON).then(pl.lit(Party.PERSON.value)).otherwise(pl.lit(Party.LEGAL.value)),
        doc_no=doc_no,
        category=pl.when(category != "").then(category),
        item=pl.coalesce("matter", "violation", "title") if penalty else pl.coalesce("matter", "certificate", "title"),
        decided_on=pl.col("occurred_on"),
        content=pl.col("result") if penalty else pl.col("content"),
        revoked_ref=pl.col("licence_ref"),
        publicity_until=pl.col("publish_until"),
        status=pl.col("state").fill_null(Status.VALID.value),
        change_reason=pl.col("change_basis"),
        stock=(pl.col("stock") == "yes").fill_null(value=False),
    )
    made = made.with_columns(normal(made["doc_no"]).alias("doc_key"))
    return made.select("row_no", *(pl.col(name).cast(kind) for name, kind in REPORTED.items()), "stock", "change_kind")


WANTED = (
    "party_kind", "subject_name", "authority", "authority_code", "source_name", "source_code", "doc_no", "title", "matter",
    "violation", "category", "category_2", "certificate", "certificate_no", "content", "result", "facts", "basis", "licence_ref",
    "state", "procedure", "severity", "severity_basis", "remedy_channel", "remark", "change_kind", "change_basis", "stock",
)  # fmt: skip
WANTED_DAYS = ("occurred_on", "effective_on", "valid_from", "valid_to", "publish_until", "accepted_on", "completed_on")
WANTED_AMOUNTS = ("amount", "confiscated")


def with_all_columns(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the rows with every column that any edition has, null where this one has it not."""
    empty = [pl.lit(None, dtype=pl.String).alias(name) for name in WANTED if name not in frame.columns]
    empty += [pl.lit(None, dtype=pl.Date).alias(name) for name in WANTED_DAYS if name not in frame.columns]
    empty += [pl.lit(None, dtype=pl.Decimal(38, 6)).alias(name) for name in WANTED_AMOUNTS if name not in frame.columns]
    rows = marked(frame).with_columns(empty)
    return rows.with_columns(party_kind=pl.col("party"))


def for_archive(kind: RecordKind, table: Table, frame: pl.DataFrame) -> pl.DataFrame:
    """Return the rows as the archive's kind of record takes them; the reason of a change stands in the remark."""
    rows = with_all_columns(frame)
    reason = pl.when(pl.col("change_basis").is_not_null()).then(pl.lit("变更依据：") + pl.col("change_basis"))
    rows = rows.with_columns(
        item=pl.coalesce("title", "violation", "matter"),
        remark=pl.concat_str(pl.col("remark"), reason, separator=JOIN, ignore_nulls=True).replace("", None),
        result=pl.col("result") if table.kind == "penalty" else pl.col("state"),
    )
    return rows.select("row_no", *(archived(field, rows) for field in kind.fields))


def archived(field: Field, rows: pl.DataFrame) -> pl.Expr:
    """Return one column of the archive's record, empty where the standard has none of the name."""
    kind: Any = DTYPES.get(field.type, pl.String)
    return pl.col(field.name).cast(kind) if field.name in rows.columns else pl.lit(None, dtype=kind).alias(field.name)


def keyed(table: Table, rows: pl.DataFrame, placed: pl.DataFrame) -> pl.DataFrame:
    """Add where the archive put each row, the key of its matter and the digest of all that it says.

    The key: table, authority, document number, counterpart, day of the decision. The counterpart is its code, else the keyed
    hash of a person's number, else an old number, else its name.
    """
    person = pl.when("about_person").then("person_hash")
    found = placed.select(
        "row_no",
        "subject_id",
        "matched",
        "about_person",
        record_key="business_key",
        record_hash="content_hash",
        own_code=pl.coalesce("uscc", "number", "org"),
        counterpart=pl.coalesce("uscc", person, "number", "org", "normal"),
    )
    joined = rows.join(found, on="row_no", how="left", maintain_order="left")
    legal = pl.col("party") == Party.LEGAL.value
    joined = joined.with_columns(
        subject_code=pl.when(legal).then("own_code"),
        office=pl.coalesce("authority_code", normal(joined["authority"])),
        table=pl.lit(table.kind),
    )
    key = joined.select(content(["table", "office", "doc_key", "counterpart", "decided_on"])).to_series()
    said = joined.select(content(["record_hash", "subject_code", *REPORTED])).to_series()
    return joined.with_columns(digests(key).alias("business_key"), digests(said).alias("content_hash")).drop("table", "office")


def change_of() -> pl.Expr:
    """Return how the next version of a standing decision came about."""
    ends = (pl.col("status") == Status.VOID.value) & (pl.col("standing_status") == Status.VALID.value)
    annulled = pl.col("change_kind") == Change.ANNULLED.value
    return (
        pl.when(ends & annulled)
        .then(pl.lit(Change.ANNULLED.value))
        .when(ends)
        .then(pl.lit(Change.REVOKED.value))
        .when(pl.col("status") == Status.VOID.value)
        .then(pl.col("standing_change").replace(Change.NEW.value, Change.CORRECTED.value))
        .otherwise(pl.lit(Change.CORRECTED.value))
    )


def holds_by_row(findings: pl.DataFrame, *, batch_id: int) -> pl.DataFrame:
    """Return `row_no` and, as JSON, the reasons why a person has to look at the row."""
    reasons: dict[int, list[dict[str, object]]] = {}
    for row in (
        findings.select("row_no", "rule", "field", "message", "remedy").unique(maintain_order=True).iter_rows(named=True)
    ):
        row_no = row.pop("row_no")
        reasons.setdefault(row_no, []).append({**row, "batch_id": batch_id, "row_no": row_no})
    texts = [json.dumps(items, ensure_ascii=False).replace("\\u0000", "") for items in reasons.values()]
    return pl.DataFrame({"row_no": list(reasons), "holds": texts}, schema={"row_no": pl.Int64, "holds": pl.String})
