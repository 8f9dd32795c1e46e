"""What the processes hand back."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl

SCHEMA: Final = {"scope": pl.String, "item": pl.String, "certainty": pl.Float32, "start": pl.Int16, "end": pl.Int16}


@dataclass(frozen=True, slots=True)
class Counted:
    """What was matched of one part: scopes read, distinct ones, matches and doubts; where the answers were written.

    `processor_seconds` is what its process spent on it, `compiled` whether it read with the compiled engine.
    """

    scopes: int
    distinct: int
    matches: int
    doubts: int
    written: Path
    processor_seconds: float
    compiled: bool
