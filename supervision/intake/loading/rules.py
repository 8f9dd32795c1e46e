"""From a slice of strings to typed rows, digests and verdicts; no database, no clock."""

import hashlib
import io
from collections.abc import Mapping as Dictionary
from typing import Final

import numpy as np
import polars as pl

from supervision.intake.kinds import CheckContext, Field, RowKind, Severity
from supervision.intake.layouts.schemas import Mapping
from supervision.intake.loading.schemas import Prepared, Tally
from supervision.intake.models import Verdict
from supervision.intake.reading.cells.features import DTYPES, Column, read_column, together
from supervision.intake.reading.cells.rules import RESIDENT_NUMBER
from supervision.intake.reading.schemas import Slice
from supervision.kernel.crypto import CryptoProvider

SEPARATOR: Final = "\x1f"
ABSENT: Final = "\x00"
ZSTD_LEVEL: Final = 3
PARQUET: Final = b"PAR1"
RAW_PURPOSE: Final = "intake.raw"
MISPLACED_NUMBER: Final = "V20"
RANK: Final[Dictionary[str, int]] = {
    Severity.WARN.value: Verdict.WARNED,
    Severity.HOLD.value: Verdict.HELD,
    Severity.REJECT.value: Verdict.REJECTED,
}


def prepare(part: Slice, *, chunk_no: int, first_row: int, kind: RowKind, mapping: Mapping, context: CheckContext) -> Prepared:
    """Do everything with a slice that needs no database.

    依据: 数据来了先留原样，再读、再校验。
    单位: 行。
    错误: 无；问题都成为 findings。
    """
    rows = part.frame["row_no"]
    frame, findings = typed(part.frame, kind, mapping)
    findings.append(part.findings)
    findings.append(kind.check(frame, context))
    return Prepared(
        chunk_no=chunk_no,
        first_row=first_row,
        blank=part.blank,
        rows=rows,
        raw=packed(part.frame),
        row_hashes=digests(part.frame),
        frame=frame,
        findings=masked(together(findings), kind),
    )


def typed(raw: pl.DataFrame, kind: RowKind, mapping: Mapping) -> tuple[pl.DataFrame, list[pl.DataFrame]]:
    """Return the rows with one typed column per field of the kind, and what was found on the way.

    依据: `FieldType`。
    单位: 金额为万元。
    错误: 无。
    """
    rows = raw["row_no"]
    columns = [(_column(raw, rows, item, mapping)) for item in kind.fields]
    findings = [found for column in columns for found in column.findings]
    return pl.DataFrame([rows, *(column.values for column in columns)]), findings


def _column(raw: pl.DataFrame, rows: pl.Series, item: Field, mapping: Mapping) -> Column:
    header = mapping.header_of(item.name)
    unit = mapping.units.get(item.name)
    if header is not None and header in raw.columns:
        return read_column(raw[header], rows, item, unit=unit)
    constant = mapping.constants.get(item.name)
    if constant is None:
        return Column(pl.Series(item.name, [None], dtype=DTYPES[item.type]).new_from_index(0, len(rows)))
    return read_column(pl.Series(item.name, [constant], dtype=pl.String).new_from_index(0, len(rows)), rows, item, unit=unit)


def packed(raw: pl.DataFrame) -> bytes:
    """Return the rows as they came, as a compressed Parquet file.

    依据: 收到的每一行原样留存。
    单位: 字节。
    错误: 无。
    """
    buffer = io.BytesIO()
    raw.write_parquet(buffer, compression="zstd", compression_level=ZSTD_LEVEL, statistics=False)
    return buffer.getvalue()


def sealed(blob: bytes, crypto: CryptoProvider) -> bytes:
    """Return packed rows encrypted, for files that hold personal fields.

    依据: 个人信息保护法第五十一条（加密等安全技术措施）。
    单位: 字节。
    错误: KeysMissing（没有建立密钥）。
    """
    return crypto.encrypt(RAW_PURPOSE, blob)


def unpacked(blob: bytes, crypto: CryptoProvider) -> pl.DataFrame:
    """Return the rows of a chunk as they came; the first bytes tell plain ones from encrypted ones.

    依据: 同 `packed`、`sealed`。
    单位: 行。
    错误: ValueTampered（加密内容被改动）。
    """
    return pl.read_parquet(io.BytesIO(blob if blob.startswith(PARQUET) else crypto.decrypt(RAW_PURPOSE, blob)))


def holds_personal(kind: RowKind, mapping: Mapping) -> bool:
    """Tell whether a file has a column, or a constant, of a personal field.

    依据: 个人信息保护法第四条。
    单位: 无。
    错误: 无。
    """
    used = {*mapping.columns.values(), *mapping.constants}
    return any(item.personal and item.name in used for item in kind.fields)


def has_misplaced_number(findings: pl.DataFrame) -> bool:
    """Tell whether a check found a resident number in a column that is not meant for it.

    依据: 校验规则 V20（代码栏里是居民身份证号）。
    单位: 无。
    错误: 无。
    """
    return bool((findings["rule"] == MISPLACED_NUMBER).any())


def digests(raw: pl.DataFrame) -> bytes:
    """Return one SHA-256 per row over its cells in the order of the header; an absent cell differs from an empty one.

    依据: FIPS 180-4。
    单位: 每行 32 字节。
    错误: 无。
    """
    cells = raw.select(pl.concat_str(pl.exclude("row_no").fill_null(ABSENT), separator=SEPARATOR)).to_series()
    return b"".join([hashlib.sha256(row.encode()).digest() for row in cells.to_list()])


def row_digest(raw_row: Dictionary[str, str | None]) -> bytes:
    """Return the digest of a single row, for comparing with what was stored.

    依据: 同 `digests`。
    单位: 32 字节。
    错误: 无。
    """
    text = SEPARATOR.join(ABSENT if cell is None else cell for cell in raw_row.values())
    return hashlib.sha256(text.encode()).digest()


def masked(findings: pl.DataFrame, kind: RowKind) -> pl.DataFrame:
    """Shorten personal values to their first character: a finding needs no more of them.

    Personal is what stands in a personal field, and whatever has the form of a resident number in any other.

    依据: 个人信息保护法第六条（最小必要）。
    单位: 无。
    错误: 无。
    """
    personal = [item.name for item in kind.fields if item.personal]
    if findings.is_empty():
        return findings
    short = pl.col("value").str.slice(0, 1) + "＊＊"
    private = pl.col("field").is_in(personal) | pl.col("value").str.contains(RESIDENT_NUMBER)
    return findings.with_columns(pl.when(private).then(short).otherwise(pl.col("value")).alias("value"))


def joined(checked: pl.DataFrame, accepted: pl.DataFrame, kind: RowKind) -> pl.DataFrame:
    """Return what the checks and what the acceptor found, in the order of rows.

    依据: 同一行的所有问题一次说全。
    单位: 无。
    错误: 无。
    """
    return together([checked, masked(accepted, kind)]) if accepted.height else checked


def verdicts(rows: pl.Series, findings: pl.DataFrame) -> bytes:
    """Return one byte per row: the worst of its findings decides.

    依据: 每行必有且只有一个结果。
    单位: 每行 1 字节。
    错误: 无。
    """
    worst = np.zeros(len(rows), dtype=np.uint8)
    if findings.height:
        places = np.searchsorted(rows.to_numpy(), findings["row_no"].to_numpy())
        ranks = findings["severity"].replace_strict(RANK, return_dtype=pl.UInt8).to_numpy()
        np.maximum.at(worst, places, ranks)
    return worst.tobytes()


def tally(ended: bytes, *, unchanged: int, blank: int) -> Tally:
    """Count the verdicts of a chunk.

    依据: 接收、暂存、退回之和等于读到的行数。
    单位: 行。
    错误: 无。
    """
    counts = np.bincount(np.frombuffer(ended, dtype=np.uint8), minlength=len(Verdict))
    warned = int(counts[Verdict.WARNED])
    return Tally(
        accepted=int(counts[Verdict.ACCEPTED]) + warned,
        held=int(counts[Verdict.HELD]),
        rejected=int(counts[Verdict.REJECTED]),
        warned=warned,
        unchanged=unchanged,
        blank=blank,
    )


def without_rejected(frame: pl.DataFrame, findings: pl.DataFrame) -> pl.DataFrame:
    """Return the rows that an acceptor may see.

    依据: 退回的行不入库，暂存的行入库待确认。
    单位: 行。
    错误: 无。
    """
    refused = findings.filter(pl.col("severity") == Severity.REJECT.value)["row_no"]
    return frame.filter(~pl.col("row_no").is_in(refused.unique().implode())) if len(refused) else frame
