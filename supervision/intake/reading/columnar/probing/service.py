"""Decode a Parquet file once in a process of its own.

A single wrong bit in a page can make the decoder ask for more memory than there is, which ends its process at once; no error can be caught
there. What was decoded once here is decoded again later without harm.
"""

import subprocess
import sys
from typing import Final

from supervision.intake.reading import errors
from supervision.intake.reading.columnar.probing import features
from supervision.intake.reading.schemas import Named

LONGEST_SECONDS: Final = 900
PLACE: Final = "数据页"


def ensure_decodable(file: Named) -> None:
    """Refuse a file of which a row cannot be decoded, or that has other rows than its directory says."""
    command = [sys.executable, "-m", features.__name__, str(file.path)]
    try:
        done = subprocess.run(command, check=False, capture_output=True, stdin=subprocess.DEVNULL, timeout=LONGEST_SECONDS)  # noqa: S603 - our own program
    except subprocess.TimeoutExpired as late:
        raise errors.FileDamaged(filename=file.filename, place=PLACE) from late
    if done.returncode != features.WHOLE:
        raise errors.FileDamaged(filename=file.filename, place=PLACE)
