"""Reading numbers of documents in bulk.

A number is written as 云市监处罚〔2026〕第15号, (2026)云税罚字0015号, 云应急罚2026-15, XK20260315008. The last run of digits counts within
a series; what stands before it, with the year, names the series. A run of more than eight digits that begins with a day counts within
the day, another long one in its last five digits. 15-1, 15A and 15之一 are parts of 15. Clerks of one office write brackets, dashes,
第, 字 and figures in their own ways: the name of a series leaves these out.
"""

from typing import Final

import polars as pl

from credit.omissions.finding.schemas import READ

PART: Final = r"(\d)(?:[-_]\d{1,2}|[A-Za-z]|之[一二三四五六七八九十]{1,2})(\D*)$"
PART_BEHIND: Final = r"之[一二三四五六七八九十]{1,2}$"
YEAR_IN_WORDS: Final = r"^(\D*)((?:19|20)\d{2})年(\D*\d)"
RUN: Final = r"^(.*?)(\d+)(\D*)$"
DAY: Final = r"^((?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))(\d+)$"
YEAR_AND_NUMBER: Final = r"^((?:19|20)\d{2})(\d{3,4})$"
LONG, LAST = 9, 5
YEAR_FIRST: Final = r"(?:19|20)\d{2}-\d{1,2}\D*$"
WAYS: Final = {
    **dict.fromkeys("（([［【﹝", "〔"),
    **dict.fromkeys("）)]］】﹞", "〕"),
    **dict.fromkeys("－—–﹣‐", "-"),
    **{chr(0xFF10 + n): str(n) for n in range(10)},
    **{chr(0xFF21 + n): chr(0x41 + n) for n in range(26)},
}


def read(numbers: pl.Series) -> pl.DataFrame:
    """Return `READ` for each number of a document, nulls where none can be read."""
    plain = numbers.str.replace_all(r"\s+", "").str.replace_many(list(WAYS), list(WAYS.values()))
    plain = plain.str.replace(YEAR_IN_WORDS, "${1}〔${2}〕${3}").str.replace(PART_BEHIND, "")
    frame = pl.DataFrame({"plain": plain})
    parted = frame.select(
        pl.when(pl.col("plain").str.contains(YEAR_FIRST))
        .then("plain")
        .otherwise(pl.col("plain").str.replace(PART, "${1}${2}"))
        .alias("plain")
    )
    cut = parted.select(
        head=pl.col("plain").str.extract(RUN, 1),
        digits=pl.col("plain").str.extract(RUN, 2),
        tail=pl.col("plain").str.extract(RUN, 3),
    )
    begin = (
        pl.when(pl.col("digits").str.contains(DAY))
        .then(pl.col("digits").str.extract(DAY, 1))
        .when(pl.col("digits").str.contains(YEAR_AND_NUMBER))
        .then(pl.col("digits").str.extract(YEAR_AND_NUMBER, 1))
        .when(pl.col("digits").str.len_chars() >= LONG)
        .then(pl.col("digits").str.head(-LAST))
        .otherwise(pl.lit(""))
    )
    split = cut.with_columns(begin=begin).with_columns(
        serial=pl.col("digits").str.slice(pl.col("begin").str.len_chars()),
    )
    bare = pl.col("head").str.strip_suffix("第").str.strip_suffix("字").str.replace_all("字〔", "〔", literal=True)
    return split.select(
        series=bare + pl.col("begin"),
        number=pl.col("serial").cast(pl.Int64, strict=False),
        width=pl.when(pl.col("serial").str.starts_with("0")).then(pl.col("serial").str.len_chars()).otherwise(0),
        front=pl.col("head") + pl.col("begin"),
        tail=pl.col("tail"),
    ).cast(pl.Schema(READ))


def written(front: str, number: int, width: int, tail: str) -> str:
    """Return a number as another of its series is written."""
    return f"{front}{number:0{width}d}{tail}"
