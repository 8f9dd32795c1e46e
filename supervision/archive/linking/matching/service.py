"""Find the subject of every counterpart: a person's decision, the code, the organisation code, the old number, the only name."""

import polars as pl
from sqlalchemy.orm import Session

from supervision.archive.linking.matching import queries
from supervision.archive.linking.models import Verdict
from supervision.archive.subjects.models import Matched


def link(session: Session, parties: pl.DataFrame) -> pl.DataFrame:
    """Return the parties with `subject_id`, `matched` and `names` (how many subjects have the name).

    A party has `party_key`, `normal`, `uscc`, `number`, `org` and `person_hash`; persons are found by their hash only.
    """
    decided = queries.decisions(session, parties["party_key"])
    steps = [
        same_by_decision(parties, decided),
        by_code(session, parties),
        by_organisation(session, parties),
        by_number(session, parties),
        by_person(session, parties),
    ]
    named, counted = by_name(session, parties, decided=decided)
    return settled(parties, [*steps, named]).join(counted, on="party_key", how="left", maintain_order="left")


def settled(parties: pl.DataFrame, steps: list[pl.DataFrame]) -> pl.DataFrame:
    """Take the first answer for each party, in the order of the steps."""
    ordered = pl.concat(
        [step.select("party_key", "subject_id", "matched", order=pl.lit(place)) for place, step in enumerate(steps)]
    )
    first = ordered.sort("order", maintain_order=True).unique("party_key", keep="first").drop("order")
    joined = parties.join(first, on="party_key", how="left", maintain_order="left")
    return joined.with_columns(pl.col("matched").fill_null(Matched.NONE.value))


def _answers(found: pl.DataFrame, how: Matched) -> pl.DataFrame:
    return found.select("party_key", "subject_id", matched=pl.lit(how.value)).unique("party_key", keep="first")


def same_by_decision(parties: pl.DataFrame, decided: pl.DataFrame) -> pl.DataFrame:
    """Use what a person said about this counterpart before."""
    same = decided.filter(pl.col("verdict") == Verdict.SAME.value)
    return _answers(parties.select("party_key").join(same, on="party_key"), Matched.PERSON)


def by_code(session: Session, parties: pl.DataFrame) -> pl.DataFrame:
    """Find subjects by unified code."""
    carriers = queries.by_value(session, parties["uscc"]).filter(pl.col("kind") == "uscc")
    return _answers(parties.join(carriers, left_on="uscc", right_on="value"), Matched.CODE)


def by_organisation(session: Session, parties: pl.DataFrame) -> pl.DataFrame:
    """Find subjects by the organisation code that a party gives, or that stands inside its unified code."""
    asked = parties.with_columns(org=pl.coalesce("org", pl.col("uscc").str.slice(8, 9)))
    return _answers(asked.join(queries.by_organisation(session, asked["org"]), on="org"), Matched.NUMBER)


def by_number(session: Session, parties: pl.DataFrame) -> pl.DataFrame:
    """Find subjects by old number; a number that two kinds share decides nothing."""
    carriers = queries.by_value(session, parties["number"]).filter(pl.col("kind") != "uscc")
    single = carriers.filter(pl.col("subject_id").n_unique().over("value") == 1).unique("value")
    return _answers(parties.join(single, left_on="number", right_on="value"), Matched.NUMBER)


def by_person(session: Session, parties: pl.DataFrame) -> pl.DataFrame:
    """Find persons by keyed hash, where the row is about a person."""
    asked = parties.filter(pl.col("about_person"))
    return _answers(asked.join(queries.persons(session, asked["person_hash"]), on="person_hash"), Matched.NUMBER)


def by_name(session: Session, parties: pl.DataFrame, *, decided: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Find the only subject with that name, present or former, and count how many there are.

    A name does not outweigh a code: a party with a code of its own may only be a subject that has none.
    """
    asked = parties.filter(~pl.col("about_person"))
    carriers = queries.by_name(session, asked["normal"])
    refused = decided.filter(pl.col("verdict") == Verdict.DIFFERENT.value).select("party_key", "subject_id")
    pairs = asked.join(carriers, on="normal").join(refused, on=["party_key", "subject_id"], how="anti")
    possible = pairs.filter(pl.col("uscc").is_null() | ~pl.col("has_code"))
    counted = pairs.group_by("party_key").agg(names=pl.col("subject_id").n_unique())
    single = possible.filter(pl.col("subject_id").n_unique().over("party_key") == 1)
    return _answers(single, Matched.NAME), counted
