"""The acceptor: rows go into the archive first, then each matter gets its first, its next or no new version."""

from dataclasses import replace
from datetime import datetime

import polars as pl
from sqlalchemy.orm import Session

from credit.publicity.queries import rules_now
from credit.reporting.accepting import features, queries, rules
from credit.reporting.accepting.schemas import CHANGED, COLUMNS
from credit.reporting.events import AT_ONCE, DecisionsReported, DecisionWithdrawn
from credit.reporting.states import Change, Status
from credit.standards.checking.rules import holder
from credit.standards.schemas import Table
from supervision.archive.loading.records import queries as archived
from supervision.archive.loading.records.schemas import KINDS, RecordKind
from supervision.archive.loading.records.service import Received, layers, receive
from supervision.archive.loading.records.writing.service import close
from supervision.archive.loading.rules import findings, together
from supervision.archive.loading.service import copy_frame, instant
from supervision.intake.kinds import Accepted, Acceptor, CheckContext, ChunkContext, Severity, no_findings
from supervision.kernel import outbox
from supervision.kernel.clock import legal_date
from supervision.kernel.db import claim_ids
from supervision.kernel.rulebook.queries import newest
from supervision.kernel.workdays.queries import work_calendar

STAGE = "CREATE TEMP TABLE IF NOT EXISTS incoming_decision (LIKE credit.decision) ON COMMIT DROP"
EMPTY = "DELETE FROM incoming_decision"
KEEP = """
    INSERT INTO credit.decision_version (decision_id, version, row, valid_from, valid_to, reason, actor)
    SELECT d.id, d.version, to_jsonb(d), d.received_at, i.received_at,
           coalesce(nullif(btrim(i.change_reason), ''), CASE WHEN i.status = 'void' THEN '报送为无效' ELSE '更正后重新报送' END), %s
    FROM credit.decision d JOIN incoming_decision i USING (id) ORDER BY d.id
"""
CHANGE = f"""
    UPDATE credit.decision d SET ({", ".join(CHANGED)}) = ({", ".join(f"i.{name}" for name in CHANGED)})
    FROM incoming_decision i WHERE i.id = d.id
"""  # noqa: S608  # names of columns from this package, no value from outside
QUESTION = """
    UPDATE credit.decision d SET held = true, holds = d.holds || i.holds::jsonb
    FROM unnest(%s::bigint[], %s::text[]) AS i (id, holds)
    WHERE d.id = i.id AND NOT d.holds @> i.holds::jsonb
"""


def acceptor(table: Table) -> Acceptor:
    """Return the acceptor of one table of the standard."""

    def accept(session: Session, frame: pl.DataFrame, context: ChunkContext, now: datetime) -> Accepted:
        if frame.is_empty():
            return Accepted()
        rows = features.shaped(table, frame)
        received = archive(session, table, frame, rows, context=context, now=now)
        keyed = features.keyed(table, rows, received.rows)
        keyed = with_records(session, table, keyed)
        found = judged(session, table, frame, keyed, received)
        outcomes = [settle(session, table, layer, found, context=context, now=now) for layer in layers(unique_contents(keyed))]
        repeated = keyed.height - unique_contents(keyed).height
        told = [
            found.filter(pl.col("rule") != "V20").filter(pl.col("rule") != "V21"),
            *(outcome.findings for outcome in outcomes),
        ]
        return Accepted(findings=together(told), unchanged=repeated + sum(outcome.unchanged for outcome in outcomes))

    return accept


def unique_contents(rows: pl.DataFrame) -> pl.DataFrame:
    """Return each thing that is said about a matter once."""
    return rows.unique(["business_key", "content_hash"], keep="first", maintain_order=True)


def archive(
    session: Session, table: Table, frame: pl.DataFrame, rows: pl.DataFrame, *, context: ChunkContext, now: datetime
) -> Received:
    """Write the facts into the archive; a change that gives its reason may replace even amounts and kinds."""
    kind = next(item for item in KINDS if item.name == table.kind)
    said = features.for_archive(kind, table, frame)
    explained = rows.filter(rules.reasoned())["row_no"].implode()
    parts = (
        (kind, said.filter(~pl.col("row_no").is_in(explained))),
        (replace(kind, weighty=()), said.filter(pl.col("row_no").is_in(explained))),
    )
    results = [receive(session, item, part, context=context, now=now) for item, part in parts if part.height]
    return Received(
        pl.concat([result.rows for result in results]),
        Accepted(findings=together(result.accepted.findings for result in results)),
    )


def with_records(session: Session, table: Table, rows: pl.DataFrame) -> pl.DataFrame:
    """Add the archive's open record of each row's matter."""
    kind: RecordKind = next(item for item in KINDS if item.name == table.kind)
    records = archived.open_versions(session, kind.name, rows["record_key"]).select(
        record_key="business_key", record_id="open_id"
    )
    return rows.join(records, on="record_key", how="left", maintain_order="left")


def judged(session: Session, table: Table, frame: pl.DataFrame, rows: pl.DataFrame, received: Received) -> pl.DataFrame:
    """Return why rows are held: what the pure rules say once more, and what only the base library can tell."""
    known = queries.registered(session, rows["subject_id"])
    pure = holder(table.row_kind)(frame, CheckContext(received_on=rows["decided_on"].max()))  # type: ignore[arg-type]  # a date: every row has one
    return together([pure, rules.unmatched(rows, registered=known), rules.misnamed(received.accepted.findings)])


def settle(
    session: Session, table: Table, rows: pl.DataFrame, found: pl.DataFrame, *, context: ChunkContext, now: datetime
) -> Accepted:
    """Compare rows with what stands about their matters; write first and next versions, question contradictions."""
    joined = rows.join(queries.standing(session, rows["business_key"]), on="business_key", how="left", maintain_order="left")
    joined = completed(joined, found, table=table, context=context, now=now)
    new = joined.filter(pl.col("id").is_null())
    other = joined.filter(pl.col("id").is_not_null() & (pl.col("content_hash") != pl.col("standing_hash")))
    earlier = queries.earlier_contents(session, other["id"].to_list())
    again = other.join(earlier, on=["id", "content_hash"], how="semi").filter(~rules.reasoned())
    changed = other.join(again.select("row_no"), on="row_no", how="anti", maintain_order="left")
    clash = rules.conflicting(department_id=context.department_id)
    conflict = changed.filter(clash)
    late = add(session, new, now=now)
    change(session, changed.filter(~clash), context=context, now=now)
    asked = rules.conflicts(conflict, department_id=context.department_id)
    question(session, conflict, asked, context=context)
    standing = joined.height - new.height - other.height
    told = [
        rules.late_findings(late),
        asked,
        planned_ends(session, pl.concat([new, changed])),
        findings(again, check=rules.AGAIN),
    ]
    return Accepted(findings=together(told), unchanged=standing + again.height)


def planned_ends(session: Session, rows: pl.DataFrame) -> pl.DataFrame:
    """Hold planned ends of publicity against the rules of publicity, where a row plans one."""
    planned = rows.filter(pl.col("publicity_until").is_not_null())
    return rules.ends_outside(planned, rules_now(session)) if planned.height else no_findings()


def completed(rows: pl.DataFrame, found: pl.DataFrame, *, table: Table, context: ChunkContext, now: datetime) -> pl.DataFrame:
    """Add everything that a stored decision has and its row does not say."""
    held = found.filter(pl.col("severity") == Severity.HOLD.value)
    rows = rows.join(features.holds_by_row(held, batch_id=context.batch_id), on="row_no", how="left", maintain_order="left")
    return rows.with_columns(
        instant(now).alias("received_at"),
        instant(now).alias("first_received_at"),
        kind=pl.lit(table.kind),
        standard=pl.lit(table.standard),
        department_id=pl.lit(context.department_id),
        batch_id=pl.lit(context.batch_id),
        held=pl.col("holds").is_not_null(),
        holds=pl.col("holds").fill_null("[]"),
        version=pl.col("standing_version").fill_null(0) + 1,
        change=pl.when(pl.col("id").is_null()).then(pl.lit(Change.NEW.value)).otherwise(features.change_of()),
    )


def add(session: Session, rows: pl.DataFrame, *, now: datetime) -> pl.DataFrame:
    """Write the first versions of matters; return those that came late, with the day on which they were due."""
    if rows.is_empty():
        return rows
    days = rows["decided_on"].unique().to_list()
    due = rules.due_days(days, rules=newest(session, topic="deadline"), calendar=work_calendar(session))
    late = rules.late(rows, due, received_on=legal_date(now))
    ids = pl.Series("id", claim_ids(session, "credit.decision_id_seq", rows.height), dtype=pl.Int64)
    numbered = rows.with_columns(ids, reported_late=pl.col("row_no").is_in(late["row_no"].implode()))
    copy_frame(session, "credit.decision", numbered.select(COLUMNS))
    tell(session, numbered["id"].to_list(), now=now)
    return late


def change(session: Session, rows: pl.DataFrame, *, context: ChunkContext, now: datetime) -> None:
    """Keep the standing versions whole and put the next ones in their place; the records they rested on are closed."""
    if rows.is_empty():
        return
    cursor = session.connection().connection.cursor()
    cursor.execute(STAGE)
    cursor.execute(EMPTY)
    copy_frame(session, "incoming_decision", rows.with_columns(reported_late=pl.lit(value=False)).select(COLUMNS))
    cursor.execute(KEEP, (context.actor,))
    cursor.execute(CHANGE)
    left = rows.filter(pl.col("standing_record") != pl.col("record_id"))
    close(session, left["standing_record"].to_list(), now=now)
    tell(session, rows["id"].to_list(), now=now)
    ended = rows.filter((pl.col("status") == Status.VOID.value) & (pl.col("standing_status") == Status.VALID.value))
    for (kind,), part in ended.partition_by("change", as_dict=True).items():
        event = DecisionWithdrawn(decision_ids=tuple(part["id"].to_list()), reason=str(kind))
        outbox.publish(session, event, now=now)


def question(session: Session, rows: pl.DataFrame, asked: pl.DataFrame, *, context: ChunkContext) -> None:
    """Write beside standing decisions that somebody contradicts them; what they say stays."""
    if rows.is_empty():
        return
    holds = features.holds_by_row(asked, batch_id=context.batch_id)
    told = rows.select("row_no", "id").join(holds, on="row_no")
    cursor = session.connection().connection.cursor()
    cursor.execute(QUESTION, (told["id"].to_list(), told["holds"].to_list()))


def tell(session: Session, decision_ids: list[int], *, now: datetime) -> None:
    """Publish the news in sets that a subscriber can take at once."""
    for start in range(0, len(decision_ids), AT_ONCE):
        outbox.publish(session, DecisionsReported(decision_ids=tuple(decision_ids[start : start + AT_ONCE])), now=now)
