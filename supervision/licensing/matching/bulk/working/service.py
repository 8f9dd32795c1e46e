"""What each process of many does: read its files with one matcher and write what was found."""

import gc
import time
from pathlib import Path
from typing import Final

import polars as pl

from supervision.licensing.catalogue.schemas import Catalogue
from supervision.licensing.matching import rules
from supervision.licensing.matching.bulk.schemas import SCHEMA, Counted
from supervision.licensing.matching.reading.features import NORMAL
from supervision.licensing.matching.rules import Matcher, Place

PART: Final = 20_000


class _Mine:
    """The matcher of this process."""

    matcher: Matcher


def begin(catalogue: Catalogue) -> None:
    """Make the matcher of this process; what stands now stays, so nothing is gained by looking for what to throw away."""
    _Mine.matcher = Matcher(catalogue)
    gc.freeze()
    gc.disable()


def compiled() -> bool:
    """Tell whether this process reads with the compiled engine."""
    return Path(rules.__file__).suffix != ".py"


def match_file(path: Path, *, column: str, into: Path) -> Counted:
    """Read each distinct scope of one file once and write the answers under the same name."""
    began = time.process_time()
    scopes = pl.read_parquet(path, columns=[column]).get_column(column).fill_null("")
    distinct = scopes.unique()
    written = into / f"{path.stem}.parquet"
    parts = [match_part(distinct.slice(at, PART)) for at in range(0, len(distinct), PART)]
    answers = pl.concat(parts) if parts else pl.DataFrame(schema=SCHEMA)
    answers.write_parquet(written)
    sure = int((answers["certainty"] >= _Mine.matcher.threshold).sum())
    seconds = time.process_time() - began
    return Counted(len(scopes), len(distinct), sure, answers.height - sure, written, seconds, compiled())


def match_part(scopes: pl.Series) -> pl.DataFrame:
    """Return the answers for some scopes as rows; places count the signs of the scope."""
    ask = _Mine.matcher.places
    places: list[int] = []
    items: list[str] = []
    said: list[Place] = []
    for place, text in enumerate(normal_forms(scopes)):
        found = ask(text)
        if found:
            items += found
            said += found.values()
            places += [place] * len(found)
    certainties, starts, ends = zip(*said, strict=True) if said else ((), (), ())
    columns = {"scope": scopes.gather(places), "item": items, "certainty": certainties, "start": starts, "end": ends}
    return pl.DataFrame(columns, schema=SCHEMA)


def normal_forms(scopes: pl.Series) -> list[str]:
    """Return the normal form of many scopes at once."""
    pairs = {chr(sign): chr(into) for sign, into in NORMAL.items()}
    return scopes.str.replace_many(list(pairs), list(pairs.values())).to_list()
