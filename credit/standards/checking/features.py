"""What the rules ask of a chunk, computed once: which codes are right, and which kind of party a row names."""

import polars as pl

from supervision.kernel.identifiers.bulk import resident_ok, uscc_ok

LEGAL = "法人及非法人组织"
BUSINESS = "个体工商户"
PERSON = "自然人"
CODES = ("code", "authority_code", "source_code")
NUMBERS = ("code", "regno", "org_code", "tax_no", "institution_no", "association_no")
DOCUMENTS = ("document_no", "legal_rep_document_no")


def marked(frame: pl.DataFrame) -> pl.DataFrame:
    """Add `party`, `ok_<code>` for every column of codes and `resident_<number>` for every column that may hold one."""
    right = [uscc_ok(frame[name]).alias(f"ok_{name}") for name in CODES if name in frame.columns]
    people = [
        resident_ok(frame[name]).alias(f"resident_{name}") for name in (*DOCUMENTS, "code", "tax_no") if name in frame.columns
    ]
    rows = frame.with_columns(*right, *people)
    return rows.with_columns(party=party_of(rows))


def party_of(rows: pl.DataFrame) -> pl.Expr:
    """Return the kind of counterpart: as reported, else as its numbers say (the first edition did not ask)."""
    said = pl.col("party_kind") if "party_kind" in rows.columns else pl.lit(None, dtype=pl.String)
    code = pl.col("code") if "code" in rows.columns else pl.lit(None, dtype=pl.String)
    numbers = [pl.col(name).is_not_null() for name in NUMBERS if name in rows.columns]
    numbered = pl.any_horizontal(numbers) if numbers else pl.lit(value=False)
    document = pl.col("document_no").is_not_null() if "document_no" in rows.columns else pl.lit(value=False)
    return (
        pl.when(said.is_not_null())
        .then(said)
        .when(code.str.starts_with("92"))
        .then(pl.lit(BUSINESS))
        .when(document & ~numbered)
        .then(pl.lit(PERSON))
        .otherwise(pl.lit(LEGAL))
    )
