"""From checked rows to the columns of a record, for a whole chunk and without the database."""

import base64
import json
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import polars as pl

from supervision.archive.linking.service import party_key
from supervision.archive.loading.features import content, digests, normal
from supervision.archive.loading.records.numbers.rules import SHORT_NAME, with_numbers
from supervision.archive.loading.records.schemas import PARTY, STORED, RecordKind
from supervision.kernel.crypto import CryptoProvider

PURPOSE = "archive.person"
PERSONS = ("自然人", "个人")
UNSTEADY = frozenset({"reported_on", "recorded_at", "received_at", "modified_at"})


def prepared(kind: RecordKind, frame: pl.DataFrame, *, crypto: CryptoProvider) -> pl.DataFrame:
    """Return rows with the party, both digests, the sealed personal fields and the rest as JSON."""
    rows = with_numbers(without_decision_number(kind, frame))
    rows = rows.with_columns(normal(rows["subject_name"]).alias("normal"))
    rows = rows.with_columns(person_hash=hashed(rows["person_no"], crypto), about_person=about_person())
    rows = with_party(rows)
    rows = with_digests(kind, with_sealed(kind, rows, crypto=crypto))
    return rows.with_columns(data_of(kind, rows))


def without_decision_number(kind: RecordKind, frame: pl.DataFrame) -> pl.DataFrame:
    """Put the licence number where a licence has no decision number, as the filling rules say."""
    if kind.name != "licence":
        return frame
    return frame.with_columns(doc_no=pl.coalesce("doc_no", "certificate_no"))


def about_person() -> pl.Expr:
    """Tell whether a row is about a natural person: it says so, or a short name stands beside a resident number."""
    says = pl.col("party_kind").is_in(PERSONS).fill_null(value=False)
    looks = pl.col("party_kind").is_null() & (pl.col("subject_name").str.len_chars() <= SHORT_NAME)
    return pl.col("person_no").is_not_null() & (says | looks)


def hashed(numbers: pl.Series, crypto: CryptoProvider) -> pl.Series:
    r"""Return keyed hashes as `\x…`; the oldest key, so that the same number stays the same person after a rotation."""
    known = {text: crypto.keyed_hashes(PURPOSE, text.encode())[-1] for text in numbers.drop_nulls().unique().to_list()}
    values = [None if text is None else "\\x" + known[text].hex() for text in numbers.to_list()]
    return pl.Series("person_hash", values, dtype=pl.String)


def with_party(rows: pl.DataFrame) -> pl.DataFrame:
    """Add what stands for the counterpart as submitted: code and key."""
    number = pl.coalesce("number", "org")
    keys = rows.select(party_key(normal=pl.col("normal"), code=pl.coalesce("uscc", "person_hash"), number=number))
    return rows.with_columns(digests(keys.to_series()).alias("party_key"), subject_code=pl.coalesce("uscc", number))


def with_sealed(kind: RecordKind, rows: pl.DataFrame, *, crypto: CryptoProvider) -> pl.DataFrame:
    """Replace personal fields: sealed for reading with a purpose, hashed for comparing, never plain."""
    rows = rows.with_columns(document_no=pl.coalesce("person_no", "document_no"))
    names = [item.name for item in kind.fields if item.personal]
    sealed = [sealed_fields(values, crypto) for values in rows.select(names).iter_rows(named=True)]
    compared = [hashed(rows[name], crypto).alias(f"hash_{name}") for name in names]
    return rows.drop(names).with_columns(*compared, pl.Series("sealed", sealed, dtype=pl.Object))


def sealed_fields(values: dict[str, Any], crypto: CryptoProvider) -> dict[str, str]:
    """Return each personal value encrypted, as base64."""
    return {
        name: base64.b64encode(crypto.encrypt(PURPOSE, str(value).encode())).decode()
        for name, value in values.items()
        if value is not None
    }


def with_digests(kind: RecordKind, rows: pl.DataFrame) -> pl.DataFrame:
    """Add `content_hash` (all that was said) and `business_key` (which matter it is about).

    Without a document number nothing but the whole content tells one matter from another.
    """
    said = [item.name for item in kind.fields if item.name in rows.columns and item.name not in UNSTEADY]
    hashes = sorted(name for name in rows.columns if name.startswith("hash_"))
    whole = rows.select(content([*said, *hashes])).to_series()
    named = [normal(rows[name].cast(pl.String)).alias(name) for name in kind.key]
    key = rows.select("party_key").with_columns(named).select(content(["party_key", *kind.key])).to_series()
    numbered = rows["doc_no"].is_not_null()
    chosen = pl.Series([kind.name], dtype=pl.String).new_from_index(0, rows.height) + "\x1f" + key.zip_with(numbered, whole)
    return rows.with_columns(digests(whole).alias("content_hash"), digests(chosen).alias("business_key"))


def data_of(kind: RecordKind, rows: pl.DataFrame) -> pl.Series:
    """Return the fields that only this kind has as JSON; empty ones are left out."""
    own = [item.name for item in kind.fields if item.name not in {*PARTY, *STORED} and not item.personal]
    extra = ["party_kind", "regno", "tax_no", "org_code"]
    texts = [as_json(values) for values in rows.select([*own, *extra, "person_hash", "sealed"]).iter_rows(named=True)]
    return pl.Series("data", texts, dtype=pl.String)


def as_json(values: dict[str, Any]) -> str:
    """Return one row's values as JSON text."""
    kept = {name: plain(value) for name, value in values.items() if value not in (None, {})}
    return json.dumps(kept, ensure_ascii=False, sort_keys=True).replace("\\u0000", "")


def plain(value: object) -> object:
    """Return a value as JSON can hold it."""
    convert: dict[type, Callable[[Any], object]] = {date: date.isoformat, datetime: datetime.isoformat, Decimal: str}
    return convert[type(value)](value) if type(value) in convert else value


def summary(kind: RecordKind) -> pl.Expr:
    """Return the line that a record makes on a timeline."""
    parts = [pl.col(name).cast(pl.String).str.slice(0, 80) for name in kind.told]
    text = pl.concat_list(parts).list.drop_nulls().list.join("，")
    return pl.when(text == "").then(pl.lit(kind.label)).otherwise(pl.lit(kind.label + "：") + text)
