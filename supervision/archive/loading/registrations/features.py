"""From checked rows to the columns of the archive's tables, for a whole chunk at once and without the database."""

from typing import Any

import polars as pl

from supervision.archive.loading.features import content, digests, gram_arrays, keys, normal
from supervision.archive.loading.registrations import rules
from supervision.kernel.identifiers.bulk import division_of

FACTS = (
    "name",
    "value",
    "legal_rep",
    "type_name",
    "industry",
    "capital_text",
    "scope",
    "address",
    "telephone",
    "region_name",
    "established_on",
    "state",
    "valid_from",
)
TEXTS = ("legal_rep", "type_name", "industry", "capital_text", "scope", "address", "telephone")


def prepared(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the rows with identity, normalised name, region and state: what can be compared with what stands."""
    rows = rules.with_identity(frame)
    province, region = pl.col("province_name").fill_null(""), pl.col("region_name").fill_null("")
    joined = pl.when(region.str.starts_with(province)).then(region).otherwise(province + region)
    return rows.with_columns(
        normal(rows["name"]).alias("normal"),
        region_name=pl.when(joined != "").then(joined),
        state=rules.state(pl.col("state_name")),
        valid_from=pl.col("approved_on"),
        kind=rules.subject_kind(pl.col("value"), pl.col("value_kind"), pl.col("type_name")),
    )


def derived(rows: pl.DataFrame) -> pl.DataFrame:
    """Add what is computed from the facts that will be stored: amounts, keys, division and the digest."""
    texts = rows.select(content(FACTS).alias("facts"), telephone=telephone_digits())
    return rows.with_columns(
        digests(texts["facts"]).alias("facts_hash"),
        keys(normal(rows["address"])).alias("address_key"),
        keys(texts["telephone"]).alias("telephone_key"),
        division_of(rows["value"]).alias("division"),
        *amounts(rows["capital_text"]),
    )


def amounts(texts: pl.Series) -> list[pl.Series]:
    """Return `capital` and `currency`; a few hundred wordings stand for a whole chunk, so each is read once."""
    distinct = texts.alias("text").drop_nulls().unique()
    read = [rules.capital(text) for text in distinct.to_list()]
    schema: dict[str, Any] = {"capital": pl.Decimal(18, 6), "currency": pl.String}
    table = pl.DataFrame(read, schema=schema, orient="row").with_columns(distinct)
    return texts.alias("text").to_frame().join(table, on="text", how="left", maintain_order="left").drop("text").get_columns()


def telephone_digits() -> pl.Expr:
    """Return telephone numbers as digits; fewer than seven are nobody's number."""
    digits = pl.col("telephone").str.normalize("NFKC").str.replace_all(r"[^0-9]", "")
    return pl.when(digits.str.len_bytes() >= 7).then(digits)  # noqa: PLR2004  # the shortest local number


def with_grams(rows: pl.DataFrame) -> pl.DataFrame:
    """Add the pairs of characters by which names are searched."""
    return rows.with_columns(gram_arrays(rows["normal"]))
