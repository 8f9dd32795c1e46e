"""Open questions about rows that did not pass, take answers, and close what is answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import numpy as np
import polars as pl
from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from credit.questions import queries, rules
from credit.questions.errors import OwnExplanation, QuestionChangedMeanwhile, ReasonMissing
from credit.questions.handing.queries import ended, faults_by_row
from credit.questions.models import Question, QuestionChunk
from credit.questions.schemas import Due
from credit.questions.states import Origin, QuestionAction, QuestionState, sources
from credit.reporting import service as reporting
from credit.reporting.accepting.features import shaped
from credit.reporting.models import Decision
from credit.standards.schemas import Table, table_of, tables
from supervision.intake.layouts.schemas import Mapping as Columns
from supervision.intake.loading.rules import typed, unpacked
from supervision.intake.models import Batch, Chunk, Verdict
from supervision.intake.queries import kind_named
from supervision.kernel import audit
from supervision.kernel.clock import legal_date
from supervision.kernel.crypto import provider
from supervision.kernel.rulebook.queries import newest
from supervision.kernel.workdays.queries import work_calendar

AT_ONCE: Final = 1_000
LONGEST_REASON: Final = 500
SHORTEST_REASON: Final = 5
PLATFORM: Final = "system:questions"
KINDS: Final = frozenset(table.row_kind for table in tables())
SAME = """
    q.department_id = d.department_id AND q.kind = d.kind
    AND (q.decision_id = d.id OR (q.doc_key = d.doc_key AND (q.party_code = d.subject_code OR q.party_name = d.subject_name)))
"""
FIX: Final = text(f"""
    UPDATE credit.question q SET state = 'fixed', revision = q.revision + 1, settled_at = :now, settled_by = :actor,
           settled_reason = '同一决定已重新报送并通过'
    FROM credit.decision d
    WHERE d.id = ANY(:ids) AND NOT d.held AND d.received_at > q.opened_at AND q.state = ANY(:states) AND {SAME}
    RETURNING q.id
""")  # noqa: S608  # a condition of this file, no value from outside
RELEASE: Final = text("""
    UPDATE credit.question q SET state = 'released', revision = q.revision + 1, settled_at = :now, settled_by = :actor,
           settled_reason = '审核人员核对后放行'
    FROM credit.decision d
    WHERE d.id = ANY(:ids) AND NOT d.held AND q.decision_id = d.id AND q.origin = 'held' AND q.state = ANY(:states)
          AND d.received_at <= q.opened_at
    RETURNING q.id
""")


@dataclass(frozen=True, slots=True)
class Who:
    """Who acts, and when."""

    actor: str
    now: datetime


def collect(session: Session, *, batch_id: int, chunk_no: int) -> int:
    """Open a question for every refused or held row of a chunk, once; return how many are new."""
    batch, chunk = session.get_one(Batch, batch_id), session.get_one(Chunk, (batch_id, chunk_no))
    if batch.kind not in KINDS or not _first_time(session, batch_id, chunk_no):
        return 0
    places = np.flatnonzero(np.frombuffer(chunk.verdicts, dtype=np.uint8) >= Verdict.HELD).tolist()
    if not places:
        return 0
    told = _told(session, batch, chunk, places)
    due = due_of(session, chunk.accepted_at)
    return sum(
        _open(session, told[start : start + AT_ONCE], batch, chunk.accepted_at, due) for start in range(0, len(told), AT_ONCE)
    )


def _first_time(session: Session, batch_id: int, chunk_no: int) -> bool:
    noted = (
        insert(QuestionChunk)
        .values(batch_id=batch_id, chunk_no=chunk_no)
        .on_conflict_do_nothing()
        .returning(QuestionChunk.batch_id)
    )
    return session.execute(noted).first() is not None


def due_of(session: Session, opened_at: datetime) -> Due:
    """Return until when what is opened now has to be dealt with."""
    return rules.due(legal_date(opened_at), rules=newest(session, topic=rules.TOPIC), calendar=work_calendar(session))


def _told(session: Session, batch: Batch, chunk: Chunk, places: list[int]) -> list[dict[str, Any]]:
    table = table_of(batch.kind or "")
    raw = unpacked(chunk.raw, provider())[places]
    rows = _documents(table, raw, batch)
    numbers = rows["row_no"].to_list()
    faults = faults_by_row(session, batch.id, numbers[0], numbers[-1])
    decisions = queries.decisions_of_rows(session, batch.id, numbers)
    verdicts = dict(zip(numbers, (chunk.verdicts[place] for place in places), strict=True))
    return [
        {
            **row,
            "kind": table.kind,
            "row_kind": table.row_kind,
            "origin": (Origin.REFUSED if verdicts[row["row_no"]] == Verdict.REJECTED else Origin.HELD).value,
            "decision_id": decisions.get(row["row_no"]),
            "faults": faults[row["row_no"]],
            "cause": rules.cause_of(faults[row["row_no"]]),
        }
        for row in rows.iter_rows(named=True)
        if row["row_no"] in faults
    ]


def _documents(table: Table, raw: pl.DataFrame, batch: Batch) -> pl.DataFrame:
    """Return what each row is about, as far as it can be read."""
    frame, _findings = typed(raw, kind_named(table.row_kind), Columns.from_json(batch.mapping))
    code = pl.col("code") if "code" in frame.columns else pl.lit(None, dtype=pl.String)
    rows = shaped(table, frame).join(frame.select("row_no", party_code=code), on="row_no", how="left", maintain_order="left")
    person = pl.col("party") == "person"
    return rows.select(
        "row_no",
        "decided_on",
        doc_no=pl.col("doc_no").str.replace_all("\x00", "", literal=True),
        doc_key=pl.when(pl.col("doc_key") != "").then(pl.col("doc_key").str.replace_all("\x00", "", literal=True)),
        party_name=pl.col("subject_name").str.replace_all("\x00", "", literal=True),
        party_code=pl.when(~person).then(pl.col("party_code").str.replace_all("\x00", "", literal=True)),
        about_person=person,
    )


def _open(session: Session, rows: Sequence[Mapping[str, Any]], batch: Batch, opened_at: datetime, due: Due) -> int:
    """Write questions; a row that was handed in as the answer to one is no question of its own."""
    answers = set(session.scalars(select(Question.sent_row_no).where(Question.sent_batch_id == batch.id)))
    common = {
        "state": QuestionState.OPEN.value,
        "department_id": batch.department_id,
        "batch_id": batch.id,
        "opened_at": opened_at,
        "due_on": due.on,
        "due_rule": due.rule,
    }
    values = [{**row, **common} for row in rows if row["row_no"] not in answers]
    if not values:
        return 0
    written = insert(Question).on_conflict_do_nothing().returning(Question.id)
    return len(session.execute(written, values).all())


def refused_by_receiver(
    session: Session, decision: Decision, *, receiver: str, message: str, remedy: str, now: datetime
) -> None:
    """Open a question about a decision that was accepted here and sent back by the one who should receive it."""
    fault = {"rule": "接收", "field": None, "severity": "reject", "value": None, "message": message, "remedy": remedy}
    due = due_of(session, now)
    row_kind = next(
        table.row_kind
        for table in tables()
        if table.standard == decision.standard and table.kind == decision.kind and table.party in {decision.party, "mixed"}
    )
    values = {
        "state": QuestionState.OPEN.value,
        "origin": Origin.RECEIVER.value,
        "receiver": receiver,
        "row_kind": row_kind,
        "kind": decision.kind,
        "department_id": decision.department_id,
        "batch_id": decision.batch_id,
        "row_no": decision.row_no,
        "decision_id": decision.id,
        "doc_no": decision.doc_no,
        "doc_key": decision.doc_key,
        "party_name": decision.subject_name,
        "party_code": decision.subject_code,
        "about_person": decision.party == "person",
        "decided_on": decision.decided_on,
        "faults": [fault],
        "cause": rules.cause_of([fault]),
        "opened_at": now,
        "due_on": due.on,
        "due_rule": due.rule,
    }
    session.execute(insert(Question).values(values).on_conflict_do_nothing())


def expect(question: Question, *, revision: int) -> None:
    """Refuse to go on where somebody else has dealt with the question since it was looked at."""
    if question.revision != revision:
        raise QuestionChangedMeanwhile


def sent(session: Session, question: Question, *, batch_id: int, row_no: int, who: Who) -> None:
    """Note which row was handed in as the better one."""
    question.sent_batch_id, question.sent_row_no, question.sent_by = batch_id, row_no, who.actor
    question.move(QuestionAction.SEND)
    _note(session, question, "credit.question.send", who, {"batch_id": batch_id, "row_no": row_no})
    session.flush()


def settle(session: Session, *, batch_id: int, now: datetime) -> int:
    """Close the questions whose better rows were accepted; ask again where they were not."""
    closed = 0
    for question in queries.sent_as(session, batch_id):
        outcome = ended(session, batch_id, question.sent_row_no or 0)
        if outcome is None:
            continue
        if outcome.accepted:
            question.settled_at, question.settled_by = now, question.sent_by
            question.settled_reason = "改正后的行已通过"
            question.move(QuestionAction.ACCEPT)
            closed += 1
        else:
            _ask_again(session, question, outcome.verdict, outcome.faults)
    session.flush()
    return closed


def _ask_again(session: Session, question: Question, verdict: Verdict, faults: Sequence[Mapping[str, Any]]) -> None:
    batch = session.get_one(Batch, question.sent_batch_id)
    row_no = question.sent_row_no or 0
    question.batch_id, question.row_no, question.row_kind = batch.id, row_no, batch.kind or question.row_kind
    question.origin = (Origin.REFUSED if verdict == Verdict.REJECTED else Origin.HELD).value
    question.receiver = ""
    question.faults, question.cause = [dict(fault) for fault in faults], rules.cause_of(faults)
    question.decision_id = queries.decisions_of_rows(session, batch.id, [row_no]).get(row_no, question.decision_id)
    question.move(QuestionAction.REFUSE)


def reported(session: Session, decision_ids: Sequence[int], *, now: datetime) -> int:
    """Close the questions about decisions that were reported anew and pass, and about those that were let go."""
    ids, closed = list(decision_ids), 0
    for statement, action in ((FIX, QuestionAction.ACCEPT), (RELEASE, QuestionAction.RELEASE)):
        values = {"ids": ids, "now": now, "actor": PLATFORM, "states": list(sources(action))}
        closed += len(session.execute(statement, values).all())
    return closed


def explain(session: Session, question: Question, *, words: str, who: Who) -> None:
    """Say why the row is right as it is, or cannot be bettered; a second person has to agree."""
    question.explanation, question.explained_by, question.explained_at = _reason(words, "说明"), who.actor, who.now
    question.move(QuestionAction.EXPLAIN)
    _note(session, question, "credit.question.explain", who, {"explanation": question.explanation})


def confirm(session: Session, question: Question, *, who: Who) -> None:
    """Agree with an explanation; a decision that was held for it is let go."""
    batch = session.get(Batch, question.batch_id)
    if who.actor in {question.explained_by, batch.requested_by if batch else None}:
        raise OwnExplanation
    question.settled_at, question.settled_by, question.settled_reason = who.now, who.actor, "说明已确认"
    question.move(QuestionAction.CONFIRM)
    decision = session.get(Decision, question.decision_id) if question.decision_id else None
    if question.origin == Origin.HELD and decision is not None and decision.held and _rests_on(decision, question):
        reason = question.explanation or ""
        reporting.release(session, decision, version=decision.version, reason=reason, actor=who.actor, now=who.now)
    _note(session, question, "credit.question.confirm", who, {})


def _rests_on(decision: Decision, question: Question) -> bool:
    return (decision.batch_id, decision.row_no) == (question.batch_id, question.row_no)


def send_back(session: Session, question: Question, *, words: str, who: Who) -> None:
    """Disagree with an explanation: the question is open again."""
    reason = _reason(words, "退回理由")
    question.move(QuestionAction.RETURN)
    _note(session, question, "credit.question.return", who, {"reason": reason, "explanation": question.explanation})


def withdraw(session: Session, question: Question, *, words: str, who: Who) -> None:
    """Take back what was reported by mistake; a decision that was held stays held and is never shown."""
    question.settled_reason, question.settled_at, question.settled_by = _reason(words, "撤回理由"), who.now, who.actor
    question.move(QuestionAction.WITHDRAW)
    _note(session, question, "credit.question.withdraw", who, {"reason": question.settled_reason})


def _reason(words: str, what: str) -> str:
    reason = words.strip().replace("\x00", "")
    if not SHORTEST_REASON <= len(reason) <= LONGEST_REASON:
        raise ReasonMissing(what=what)
    return reason


def _note(session: Session, question: Question, action: str, who: Who, detail: Mapping[str, Any]) -> None:
    audit.record(
        session,
        actor=who.actor,
        action=action,
        object_kind="credit.question",
        object_id=question.id,
        detail={"batch_id": question.batch_id, "row_no": question.row_no, **detail},
        now=who.now,
        department_id=question.department_id,
    )
