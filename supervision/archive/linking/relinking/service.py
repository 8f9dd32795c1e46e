"""Link open questions again: what a code or number now places is settled, what a name places is shown and stays open."""

from datetime import datetime

import polars as pl
from sqlalchemy import BigInteger, ColumnElement, any_, literal, select, text, update
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import InstrumentedAttribute, Session

from supervision.archive.linking.deciding.rules import line_of
from supervision.archive.linking.events import CounterpartsPlaced
from supervision.archive.linking.matching.service import link
from supervision.archive.linking.models import Candidate, CandidateReason, Outlook
from supervision.archive.linking.relinking import queries
from supervision.archive.linking.service import SAME_NAME
from supervision.archive.loading.service import alone, copy_frame, instant
from supervision.archive.subjects.models import Matched, Record
from supervision.kernel import outbox

SYSTEM = "系统（按代码或旧号）"
LIMIT = 10_000
OWN = [column.name for column in Record.__table__.columns if column.name not in {"id", "known_from", "known_to"}]
KEPT = ", ".join(f"r.{name}" for name in OWN if name not in {"subject_id", "matched"})
CLOSE = text("""
    UPDATE archive.record r SET known_to = :now FROM unnest(CAST(:keys AS bytea[])) AS k (party_key)
    WHERE r.party_key = k.party_key AND r.known_to IS NULL AND r.matched = 'none' RETURNING r.id
""")
REOPEN = text(f"""
    INSERT INTO archive.record (subject_id, matched, known_from, {KEPT.replace("r.", "")})
    SELECT k.subject_id, k.matched, :now, {KEPT}
    FROM archive.record r JOIN unnest(CAST(:keys AS bytea[]), CAST(:subjects AS bigint[]), CAST(:how AS text[]))
        AS k (party_key, subject_id, matched) ON k.party_key = r.party_key
    WHERE r.id = ANY(:closed) ORDER BY r.id RETURNING id
""")  # noqa: S608  # the names are columns of our own model


def relink(session: Session, *, after: int, now: datetime) -> tuple[int | None, int]:
    """Look up the next questions after a number; return the last number looked at (none when finished) and how many moved."""
    alone(session)
    asked = queries.unplaced(session, after=after, limit=LIMIT)
    if asked.is_empty():
        return None, 0
    found = link(session, asked).filter(pl.col("subject_id").is_not_null())
    if found.height:
        move(session, found, now=now)
        answer(session, found, now=now)
    return int(asked["candidate_id"][-1]), found.height


def move(session: Session, found: pl.DataFrame, *, now: datetime) -> None:
    """Open all waiting records of the counterparts as new versions where they belong, with their lines on timelines."""
    keys = [bytes.fromhex(key[2:]) for key in found["party_key"].to_list()]
    closed = list(session.scalars(CLOSE, {"now": now, "keys": keys}))
    places = {"keys": keys, "subjects": found["subject_id"].to_list(), "how": found["matched"].to_list()}
    opened = list(session.scalars(REOPEN, {"now": now, "closed": closed, **places})) if closed else []
    records = session.scalars(select(Record).where(among(Record.id, opened)).order_by(Record.id)).all() if opened else []
    lines = [
        {
            "subject_id": record.subject_id,
            "kind": record.kind,
            "occurred_on": record.occurred_on,
            "summary": line_of(record),
            "link_id": record.id,
            "department_id": record.department_id,
            "batch_id": record.batch_id,
            "row_no": record.row_no,
        }
        for record in records
    ]
    events = pl.DataFrame(lines, infer_schema_length=None)
    copy_frame(session, "archive.event", events.with_columns(link_kind=pl.lit("record"), known_from=instant(now)))


def among(column: InstrumentedAttribute[int], ids: list[int]) -> ColumnElement[bool]:
    """Return the condition with one array as its parameter, however many ids there are."""
    return column == any_(literal(ids, ARRAY(BigInteger)))


def answer(session: Session, found: pl.DataFrame, *, now: datetime) -> None:
    """Settle what a code or number answered; what only a name answered goes to the front of the queue."""
    by_name = pl.col("matched") == Matched.NAME.value
    named = found.filter(by_name)["candidate_id"].to_list()
    sure = found.filter(~by_name)
    likely = {"reason": CandidateReason.NAME_ONLY, "outlook": Outlook.LIKELY, "distance": SAME_NAME}
    session.execute(update(Candidate).where(among(Candidate.id, named)).values(likely))
    settled = {"settled_at": now, "settled_by": SYSTEM}
    session.execute(update(Candidate).where(among(Candidate.id, sure["candidate_id"].to_list())).values(settled))
    if sure.height:
        placed = CounterpartsPlaced(tuple(sure["candidate_id"].to_list()), tuple(sure["subject_id"].to_list()))
        outbox.publish(session, placed, now=now)
