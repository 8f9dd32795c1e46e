"""Records find their subjects, become versions and lines on timelines; what nobody can place waits for a person."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import polars as pl
from sqlalchemy.orm import Session

from supervision.archive.linking.matching.service import link
from supervision.archive.linking.models import CandidateReason
from supervision.archive.linking.service import open_questions
from supervision.archive.loading.records import features, queries
from supervision.archive.loading.records.schemas import RecordKind
from supervision.archive.loading.records.writing import service as writing
from supervision.archive.loading.records.writing.rules import CONFLICT, RESENT, renamed
from supervision.archive.loading.rules import findings, together
from supervision.archive.loading.service import alone
from supervision.archive.subjects.models import Matched
from supervision.intake.kinds import Accepted, Acceptor, ChunkContext
from supervision.kernel.crypto import provider

PARTY_COLUMNS = ("party_key", "normal", "uscc", "number", "org", "person_hash", "about_person", "subject_name", "row_no")


@dataclass(frozen=True, slots=True)
class Received:
    """Rows as they were placed (`subject_id`, `matched`, `business_key`, `content_hash` …), and what the door is told."""

    rows: pl.DataFrame
    accepted: Accepted


def acceptor(kind: RecordKind) -> Acceptor:
    """Return the acceptor of one kind of record."""

    def accept(session: Session, frame: pl.DataFrame, context: ChunkContext, now: datetime) -> Accepted:
        return Accepted() if frame.is_empty() else receive(session, kind, frame, context=context, now=now).accepted

    return accept


def receive(session: Session, kind: RecordKind, frame: pl.DataFrame, *, context: ChunkContext, now: datetime) -> Received:
    """Write the rows into archives and return them with the subject and the matter that each was found to be about."""
    rows = features.prepared(kind, frame, crypto=provider()).drop("sealed")
    alone(session)
    linked = linked_rows(session, rows, context=context, now=now)
    return Received(linked, place(session, kind, linked, context=context, now=now))


def linked_rows(session: Session, rows: pl.DataFrame, *, context: ChunkContext, now: datetime) -> pl.DataFrame:
    """Add `subject_id` and `matched`; unknown codes and persons get a subject of their own."""
    parties = rows.select(PARTY_COLUMNS).unique("party_key", keep="first", maintain_order=True)
    answers = link(session, parties)
    answers = writing.with_new_subjects(session, answers, context=context, now=now)
    columns = ["party_key", "subject_id", "matched", "names"]
    return rows.join(answers.select(columns), on="party_key", how="left", maintain_order="left")


def place(session: Session, kind: RecordKind, rows: pl.DataFrame, *, context: ChunkContext, now: datetime) -> Accepted:
    """Write what is new, layer by layer, so that two rows about one matter become two versions in the order of the file."""
    once = rows.unique(["business_key", "content_hash"], keep="first", maintain_order=True)
    outcomes = [revise(session, kind, layer, context=context, now=now) for layer in layers(once)]
    ask(session, kind, rows, context=context, now=now)
    return Accepted(
        findings=together([renamed_findings(session, rows), *(outcome.findings for outcome in outcomes)]),
        unchanged=rows.height - once.height + sum(outcome.unchanged for outcome in outcomes),
    )


def layers(rows: pl.DataFrame) -> list[pl.DataFrame]:
    """Split rows so that each matter stands at most once in each part."""
    ranked = rows.with_columns(layer=pl.col("row_no").rank("ordinal").over("business_key"))
    return [part.drop("layer") for _, part in sorted(ranked.partition_by("layer", as_dict=True).items())]


def revise(session: Session, kind: RecordKind, rows: pl.DataFrame, *, context: ChunkContext, now: datetime) -> Accepted:
    """Compare rows with what stands about their matters and write the new versions."""
    standing = queries.open_versions(session, kind.name, rows["business_key"])
    joined = rows.join(standing, on="business_key", how="left", maintain_order="left")
    unchanged = joined.filter(pl.col("content_hash") == pl.col("open_hash"))
    other = joined.filter(pl.col("content_hash").ne_missing(pl.col("open_hash")))
    earlier = queries.earlier_contents(session, kind.name, other["business_key"])
    resent = other.join(earlier, on=["business_key", "content_hash"], how="semi")
    changed = other.join(earlier, on=["business_key", "content_hash"], how="anti", maintain_order="left")
    conflict = changed.filter(weighty_change(kind))
    writing.write(session, kind, changed.filter(~weighty_change(kind)), context=context, now=now)
    found = together([findings(conflict, check=CONFLICT), findings(resent, check=RESENT)])
    return Accepted(findings=found, unchanged=unchanged.height + resent.height)


def weighty_change(kind: RecordKind) -> pl.Expr:
    """Tell where a version would change what weighs most: that is asked about, not taken."""
    carried = {item.name for item in kind.fields}
    changes = [pl.col(name).ne_missing(pl.col(f"open_{name}")) for name in kind.weighty if name in carried]
    return pl.col("open_id").is_not_null() & pl.any_horizontal([pl.lit(value=False), *changes])


def renamed_findings(session: Session, rows: pl.DataFrame) -> pl.DataFrame:
    """Warn where the code is right and the name is neither the present nor a former one."""
    coded = rows.filter(pl.col("matched") == Matched.CODE.value)
    if coded.is_empty():
        return together([])
    names = queries.names_of(session, coded["subject_id"].unique().to_list())
    other = coded.join(names, on=["subject_id", "normal"], how="anti", maintain_order="left")
    present = names.unique("subject_id", keep="first", maintain_order=True).select("subject_id", "known_name")
    return renamed(other.join(present, on="subject_id", maintain_order="left"))


def ask(session: Session, kind: RecordKind, rows: pl.DataFrame, *, context: ChunkContext, now: datetime) -> None:
    """Put counterparts that no code or number placed into the review queue."""
    open_rows = rows.filter(pl.col("matched").is_in([Matched.NAME.value, Matched.NONE.value]) & ~pl.col("about_person"))
    reason: Callable[[CandidateReason], pl.Expr] = lambda value: pl.lit(value.value)  # noqa: E731  # three short literals
    questions = open_rows.select(
        "party_key",
        pl.when(pl.col("matched") == Matched.NAME.value)
        .then(reason(CandidateReason.NAME_ONLY))
        .when(pl.col("names") > 1)
        .then(reason(CandidateReason.SEVERAL))
        .otherwise(reason(CandidateReason.NOT_FOUND))
        .alias("reason"),
        "subject_name",
        "normal",
        "subject_code",
        pl.struct("uscc", "number", "org").struct.json_encode().alias("codes"),
        pl.lit(kind.name).alias("kind"),
        pl.lit(None, dtype=pl.String).alias("submitted"),
        "row_no",
    )
    open_questions(session, questions, context=context, now=now)
