"""Records of one kind as a frame, ready for the writer of records."""

import json
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from supervision.archive.loading.records.schemas import RecordKind
from supervision.overlay.schemas import chance, words

FIRST_DAY, LAST_DAY = np.datetime64("2016-01-04"), np.datetime64("2026-10-16")
WORDS = {"licence": "许可", "penalty": "罚", "inspection": "检", "list_entry": "列"}
DIGEST_BYTES = 16
NINE_TENTHS = 0.9


def matters(kind: RecordKind, subjects: npt.NDArray[np.int64], *, chunk: int, count: int) -> pl.DataFrame:
    """Return `count` records of the kind about subjects drawn so that some have very many; chunk numbers vary the throws."""
    dice = chance("matters", kind.name, chunk)
    even = dice.random(count) < NINE_TENTHS
    places = np.where(even, dice.integers(0, len(subjects), count), (len(subjects) * dice.random(count) ** 4).astype(np.int64))
    days = FIRST_DAY + dice.integers(0, int((LAST_DAY - FIRST_DAY).astype(int)), count)
    numbers = np.arange(chunk * count, (chunk + 1) * count)
    frame = pl.DataFrame({"subject_id": subjects[places], "occurred_on": days, "row_no": numbers + 1})
    choices = {name: _choice(dice, kind.name, f"{plural}", count) for name, plural in _PLURALS.items()}
    return _with_own(
        kind,
        frame.with_columns(
            **choices,
            business_key=_digests(dice, count),
            content_hash=_digests(dice, count),
            party_key=pl.lit(None, dtype=pl.String),
            matched=pl.lit("code"),
            authority_code=pl.lit(None, dtype=pl.String),
            open_id=pl.lit(None, dtype=pl.Int64),
        ).with_columns(doc_no=_document_numbers(kind.name)),
        dice,
    )


_PLURALS = {"item": "items", "category": "categories", "authority": "authorities", "result": "results"}


def _choice(dice: np.random.Generator, kind: str, plural: str, count: int) -> pl.Series:
    options = np.array(words()[kind][plural])
    return pl.Series(options[dice.integers(0, len(options), count)])


def _digests(dice: np.random.Generator, count: int) -> pl.Series:
    r"""Return random digests as `\x…`: whatever is random is as good as a digest of an invented text."""
    text = dice.bytes(DIGEST_BYTES * count).hex()
    width = 2 * DIGEST_BYTES
    return pl.Series([f"\\x{text[at : at + width]}" for at in range(0, width * count, width)], dtype=pl.String)


def _document_numbers(kind: str) -> pl.Expr:
    year = pl.col("occurred_on").dt.year().cast(pl.String)
    return pl.lit(f"叠加{WORDS[kind]}〔") + year + pl.lit("〕") + pl.col("row_no").cast(pl.String) + pl.lit("号")


def _with_own(kind: RecordKind, frame: pl.DataFrame, dice: np.random.Generator) -> pl.DataFrame:
    """Add what only this kind has: terms, fines, names of lists and of certificates."""
    none = pl.lit(None, dtype=pl.Date)
    lasts = frame.with_columns(valid_from=none, valid_to=none, amount=pl.lit(None, dtype=pl.Float64))
    if kind.name == "licence":
        ends = pl.col("occurred_on").dt.offset_by("5y")
        lasts = lasts.with_columns(valid_from="occurred_on", valid_to=ends, certificate=pl.col("item") + "证")
        return lasts.with_columns(data=_json("certificate"))
    if kind.name == "penalty":
        fines = pl.Series(np.round(dice.gamma(0.8, 3.0, frame.height), 2))
        fined = pl.when(pl.col("category") == "罚款").then(fines)
        return lasts.with_columns(amount=fined, data=pl.lit("{}"))
    if kind.name == "list_entry":
        lasts = lasts.with_columns(
            list_name="category",
            valid_to=pl.when(pl.col("result") == "已移出").then(pl.col("occurred_on").dt.offset_by("6mo")),
        )
        return lasts.with_columns(data=_json("list_name"))
    return lasts.with_columns(data=pl.lit("{}"))


def _json(name: str) -> pl.Expr:
    def text(values: pl.Series) -> pl.Series:
        forms: dict[Any, str] = {value: json.dumps({name: value}, ensure_ascii=False) for value in values.unique()}
        return values.replace_strict(forms, return_dtype=pl.String)

    return pl.col(name).map_batches(text, return_dtype=pl.String)
