"""What is computed from the text of a name, an address or a row: forms for comparing, pairs for searching, digests."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable

import numpy as np
import polars as pl

DIGEST_BYTES = 16
SEPARATOR = "\x1f"
_NOT_COMPARED = re.compile(r"[\W_]")
_COMMA, _OPEN, _CLOSE, _LINE = (ord(sign) for sign in ",{}\n")


def normal(names: pl.Series) -> pl.Series:
    """Return names as they are compared: half-width, upper case, letters, digits and Han only."""
    bare = names.str.normalize("NFKC").str.replace_all(r"[^\p{L}\p{N}]", "")
    if bare.str.contains("[a-z]").any():
        bare = bare.str.to_uppercase()
    empty = (bare.str.len_bytes() == 0).fill_null(value=False)
    return names.zip_with(empty, bare).alias(names.name) if empty.any() else bare


def normal_of(name: str) -> str:
    """Return one name as `normal` does."""
    bare = _NOT_COMPARED.sub("", unicodedata.normalize("NFKC", name))
    return bare.upper() or name


def gram_arrays(normals: pl.Series) -> pl.Series:
    """Return, for each normalised name, its pairs of neighbouring characters as a PostgreSQL array literal.

    A name of one character is its own gram. Works on the code points of all names at once.
    """
    lengths = normals.str.len_chars().to_numpy().astype(np.int64)
    points = np.frombuffer("".join(normals.to_list()).encode("utf-32-le"), dtype="<u4")
    starts = np.concatenate([[0], np.cumsum(lengths)[:-1]]) if len(lengths) else lengths
    pairs = np.maximum(lengths - 1, 0)
    width = np.where(lengths == 1, 1, 3 * pairs - 1).clip(min=0)
    out_length = width + 3
    out_start = np.concatenate([[0], np.cumsum(out_length)[:-1]]) if len(lengths) else lengths
    out = np.full(int(out_length.sum()), _COMMA, dtype="<u4")
    out[out_start] = _OPEN
    out[out_start + width + 1] = _CLOSE
    out[out_start + width + 2] = _LINE
    owner = np.repeat(np.arange(len(lengths)), pairs)
    nth = np.arange(len(owner)) - np.repeat(np.cumsum(pairs) - pairs, pairs)
    source, target = starts[owner] + nth, out_start[owner] + 1 + 3 * nth
    out[target], out[target + 1] = points[source], points[source + 1]
    single = np.flatnonzero(lengths == 1)
    out[out_start[single] + 1] = points[starts[single]]
    return pl.Series("grams", out.tobytes().decode("utf-32-le").split("\n")[:-1], dtype=pl.String)


def grams_of(normal_name: str) -> list[str]:
    """Return the pairs of neighbouring characters of one normalised name."""
    if len(normal_name) == 1:
        return [normal_name]
    return [normal_name[at : at + 2] for at in range(len(normal_name) - 1)]


def content(columns: Iterable[str]) -> pl.Expr:
    """Return the text of a row's columns in a form that is the same for the same values, today and in years."""
    return pl.concat_str([pl.col(column).cast(pl.String).fill_null("") for column in columns], separator=SEPARATOR)


def digests(texts: pl.Series) -> pl.Series:
    r"""Return a 128-bit digest of each text as `\x…`, the form in which COPY reads bytea; null stays null."""
    blake = hashlib.blake2b
    values = [
        None if text is None else "\\x" + blake(text.encode(), digest_size=DIGEST_BYTES).hexdigest() for text in texts.to_list()
    ]
    return pl.Series(texts.name, values, dtype=pl.String)


def digest(text: str) -> bytes:
    """Return the digest of one text, as `digests` does."""
    return hashlib.blake2b(text.encode(), digest_size=DIGEST_BYTES).digest()


def keys(texts: pl.Series) -> pl.Series:
    """Return a 64-bit key of each text for "the same address"; null stays null."""
    blake = hashlib.blake2b
    values = [
        None if text is None else int.from_bytes(blake(text.encode(), digest_size=8).digest(), "little", signed=True)
        for text in texts.to_list()
    ]
    return pl.Series(texts.name, values, dtype=pl.Int64)
