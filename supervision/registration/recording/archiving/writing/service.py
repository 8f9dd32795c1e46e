"""Write archives from what the entries of each firm come to, for all firms of a call at once."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final

import polars as pl
from sqlalchemy.orm import Session

from supervision.accounts.departments.models import REGISTRAR
from supervision.archive.linking.service import hold_renamed
from supervision.archive.loading.features import normal
from supervision.archive.loading.registrations import queries as archive
from supervision.archive.loading.registrations.creation.service import add_names, add_registrations, store_identifiers
from supervision.archive.loading.registrations.features import derived, with_grams
from supervision.archive.loading.registrations.revision.service import close
from supervision.archive.loading.registrations.rules import subject_kind, with_identity
from supervision.archive.loading.service import claimed, copy_frame, instant
from supervision.archive.subjects.conflicts.service import find_conflicts
from supervision.intake.kinds import ChunkContext
from supervision.registration.recording.archiving.schemas import Facts, Said, Standing

ACTOR: Final = "system:registration"
SOURCE: Final = "登记机关"
FACT_TYPES: Final[dict[str, Any]] = {
    name: pl.Date if name in {"established_on", "valid_from"} else pl.String for name in Facts.__slots__
}


@dataclass(frozen=True, slots=True)
class Written:
    """What one firm's entries come to, and the entry by which that became known."""

    subject_id: int
    facts: Facts
    cause: Said


def context_of(batch_id: int) -> ChunkContext:
    """Return the provenance of what one batch says; all registrars keep one register, so that its source is one."""
    return ChunkContext(batch_id, 0, REGISTRAR, SOURCE, ACTOR)


def fresh_subjects(session: Session, count: int) -> list[int]:
    """Return numbers for archives that will be opened."""
    return claimed(session, "subject", count).to_list()


def write(
    session: Session,
    courses: Sequence[Written],
    entries: Mapping[int, Sequence[Said]],
    identities: pl.DataFrame,
    *,
    fresh: AbstractSet[int],
    standing: Mapping[int, Standing],
    now: datetime,
) -> None:
    """Open the archives of new firms, add numbers that are new, and replace the version where the facts are others."""
    rows = prepared(courses)
    opening = rows.filter(pl.col("subject_id").is_in(list(fresh)))
    subjects = opening.select("subject_id", kind=subject_kind(pl.col("value"), pl.col("value_kind"), pl.col("type_name")))
    copy_frame(session, "archive.subject", subjects.select(id="subject_id", kind="kind", known_from=instant(now)))
    for part in opening.partition_by("batch_id", maintain_order=True):
        add_names(session, with_grams(part), context=context_of(part["batch_id"][0]), now=now)
    add_numbers(session, entries, identities, now=now)
    revise(session, rows, standing=standing, now=now)


def prepared(courses: Sequence[Written]) -> pl.DataFrame:
    """Return a row for each firm with everything that the archive computes from its facts."""
    schema = {"subject_id": pl.Int64, "batch_id": pl.Int64, "row_no": pl.Int64, **FACT_TYPES}
    table = pl.DataFrame(
        [(item.subject_id, item.cause.batch_id, item.cause.row_no, *asdict(item.facts).values()) for item in courses],
        schema=schema,
        orient="row",
    )
    rows = with_identity(table).with_columns(place=pl.col("division"))
    rows = rows.with_columns(normal(rows["name"]).alias("normal"))
    return derived(rows).with_columns(division=pl.col("place"))


def add_numbers(session: Session, entries: Mapping[int, Sequence[Said]], identities: pl.DataFrame, *, now: datetime) -> None:
    """Give each firm the codes and old numbers under which it was not yet known."""
    by_id = {entry.id: (subject_id, entry) for subject_id, part in entries.items() for entry in part}
    if not by_id:
        return
    carried = identities.filter(pl.col("entry_id").is_in(list(by_id)))
    second = carried.filter(pl.col("number").is_not_null())
    numbers = pl.concat(
        [
            carried.select("entry_id", kind="value_kind", value="value"),
            second.select("entry_id", kind="number_kind", value="number"),
        ]
    ).unique(["kind", "value"], keep="first", maintain_order=True)
    known = archive.subjects_by_value(session, numbers["value"].to_list())
    new = numbers.join(known, left_on=["kind", "value"], right_on=["value_kind", "value"], how="anti", maintain_order="left")
    placed = new.with_columns(
        pl.Series("subject_id", [by_id[number][0] for number in new["entry_id"]], dtype=pl.Int64),
        pl.Series("batch_id", [by_id[number][1].batch_id for number in new["entry_id"]], dtype=pl.Int64),
        pl.Series("row_no", [by_id[number][1].row_no for number in new["entry_id"]], dtype=pl.Int64),
    )
    for part in placed.partition_by("batch_id", maintain_order=True):
        store_identifiers(session, part, context=context_of(part["batch_id"][0]), now=now)


def revise(session: Session, rows: pl.DataFrame, *, standing: Mapping[int, Standing], now: datetime) -> None:
    """Replace the version of every firm whose facts or place are others than those that stand."""
    held = [standing.get(number) for number in rows["subject_id"]]
    compared = rows.with_columns(
        pl.Series("open_id", [item.id if item else None for item in held], dtype=pl.Int64),
        pl.Series("open_hash", [f"\\x{item.facts_hash.hex()}" if item else None for item in held], dtype=pl.String),
        pl.Series("open_division", [item.division if item else None for item in held], dtype=pl.String),
    )
    same = (pl.col("open_hash") == pl.col("facts_hash")).fill_null(value=False)
    changed = compared.filter(~(same & pl.col("open_division").eq_missing(pl.col("division"))))
    if changed.is_empty():
        return
    close(session, changed, now=now)
    numbered = changed.with_columns(registration_id=claimed(session, "registration", changed.height))
    for part in numbered.partition_by("batch_id", maintain_order=True):
        add_registrations(session, part, context=context_of(part["batch_id"][0]), now=now)
    compare_sources(session, changed["subject_id"].to_list(), now=now)


def compare_sources(session: Session, changed: Sequence[int], *, now: datetime) -> None:
    """Look for disagreements with what other departments say of the same firms."""
    shared = archive.with_other_sources(session, sorted(changed), department_id=REGISTRAR)
    if shared:
        find_conflicts(session, subject_ids=shared, now=now)


def withdraw(session: Session, subject_ids: Sequence[int], *, standing: Mapping[int, Standing], now: datetime) -> None:
    """End the version of firms of which nothing is left, since the only entry was corrected to be about another."""
    ids = [standing[number].id for number in subject_ids if number in standing]
    close(session, pl.DataFrame({"open_id": ids}, schema={"open_id": pl.Int64}), now=now)


def ask_about_names(session: Session, entries: Sequence[Said], *, now: datetime) -> None:
    """Put entries that name a known firm differently before a person; the answer takes them up again."""
    if not entries:
        return
    names = ("name", "code", "regno", "type_name", "legal_rep", "scope", "address", "telephone")
    table = pl.DataFrame(
        [(e.batch_id, e.row_no, e.occurred_on, *(getattr(e, name) for name in names)) for e in entries],
        schema={
            "batch_id": pl.Int64,
            "row_no": pl.Int64,
            "approved_on": pl.Date,
            **dict.fromkeys(names, pl.String),
        },
        orient="row",
    )
    rows = with_identity(table)
    rows = rows.with_columns(normal(rows["name"]).alias("normal"))
    for part in rows.partition_by("batch_id", maintain_order=True):
        hold_renamed(session, part.drop("batch_id"), context=context_of(part["batch_id"][0]), now=now)
