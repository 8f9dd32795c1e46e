"""The credit record of a subject: what is public of it now, and the reports that were made."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from credit.records.errors import RecordUnknown, ReportUnknown
from credit.records.models import CreditReport
from credit.records.rules import day_in_words, is_red
from credit.records.schemas import CreditRecord, Row
from credit.reporting.states import SEVERITY_LABELS, Severity
from supervision.archive.search.errors import NothingToSearchFor
from supervision.archive.search.queries import Question, search
from supervision.archive.search.queries import Row as Found
from supervision.archive.search.rules import read
from supervision.archive.search.states import By
from supervision.archive.subjects.models import Subject
from supervision.archive.subjects.queries import name_of, root_of, subject_by_code
from supervision.archive.subjects.rules import as_of
from supervision.archive.subjects.withholding.rules import standing_sql
from supervision.kernel.access import Scope
from supervision.kernel.clock import legal_date

MOST: Final = 500
REPORTS: Final = 20
KINDS: Final = {"enterprise": "企业", "individual": "个体工商户", "organisation": "其他组织"}
GROUP: Final = """
    WITH RECURSIVE member AS (
        SELECT id FROM archive.subject WHERE id = :root
        UNION ALL SELECT s.id FROM archive.subject AS s JOIN member AS m ON s.merged_into = m.id
    )
"""
SHOWN: Final = text(f"""
    {GROUP}
    SELECT p.kind, p.title, p.doc_no, p.authority, p.decided_on, p.valid_to, p.shown_until, p.category, p.content, p.severity,
        p.token, p.amount, coalesce(p.annotation = 'disputed', false) AS doubted
    FROM credit.publication AS p JOIN member AS m ON m.id = p.subject_id
    WHERE p.state = 'published' AND (p.shown_until IS NULL OR p.shown_until >= :today) AND p.party_kind <> '自然人'
    ORDER BY p.decided_on DESC, p.id DESC LIMIT :most
""")  # noqa: S608 - parts of this package, no value from outside
KEPT: Final = text(f"""
    {GROUP}
    SELECT r.kind, r.item, r.category, r.doc_no, r.authority, r.occurred_on, r.data ->> 'list_name' AS list_name,
        r.data ->> 'valid_to' AS until
    FROM archive.record AS r JOIN member AS m ON m.id = r.subject_id
    WHERE r.known_to IS NULL AND r.kind IN ('honour', 'list_entry') AND NOT EXISTS (SELECT FROM {standing_sql("r")})
    ORDER BY r.occurred_on DESC NULLS LAST, r.id DESC LIMIT :most
""")  # noqa: S608 - parts of this package, no value from outside
FACTS: Final = text(f"""
    {GROUP}
    SELECT (SELECT value FROM archive.identifier AS i JOIN member AS m ON m.id = i.subject_id
            WHERE i.kind = 'uscc' AND i.known_to IS NULL ORDER BY i.id DESC LIMIT 1) AS code
""")  # noqa: S608 - parts of this package, no value from outside


def record(session: Session, *, subject_id: int, now: datetime) -> CreditRecord:
    """Return the record of an enterprise, a shop or an organisation; persons have none."""
    root = root_of(session, subject_id)
    subject = session.get(Subject, root) if root is not None else None
    if subject is None or subject.kind not in KINDS:
        raise RecordUnknown
    today = legal_date(now)
    given = {"root": subject.id}
    code = session.execute(FACTS, given).scalar_one() or ""
    shown = session.execute(SHOWN, {**given, "today": today, "most": MOST}).mappings().all()
    kept = session.execute(KEPT, {**given, "most": MOST}).mappings().all()
    lists = [_entry(row) for row in kept if row["kind"] == "list_entry" and _stands(row, today)]
    red = [row for listed, row in lists if listed]
    return CreditRecord(
        subject_id=subject.id,
        name=name_of(session, subject.id),
        code=code,
        kind=KINDS[subject.kind],
        as_of=today.isoformat(),
        licences=[_decision(row) for row in shown if row["kind"] == "licence"],
        penalties=[_decision(row) for row in shown if row["kind"] == "penalty"],
        honours=[*red, *(_honour(row) for row in kept if row["kind"] == "honour")],
        lists=[row for listed, row in lists if not listed],
    )


def _decision(row: Any) -> Row:
    severity = SEVERITY_LABELS[Severity(row["severity"])] if row["severity"] else ""
    amount = f"罚款 {row['amount'].normalize():f} 万元" if row["amount"] else ""
    parts = [part for part in (row["category"], amount, f"失信程度：{severity}" if severity else "") if part]
    return Row(
        title=row["title"] or row["category"] or "",
        doc_no=row["doc_no"],
        authority=row["authority"],
        on=day_in_words(row["decided_on"]),
        until=day_in_words(row["valid_to"] if row["kind"] == "licence" else row["shown_until"]),
        detail="；".join(parts),
        token=row["token"],
        note="异议处理中" if row["doubted"] else "",
    )


def _honour(row: Any) -> Row:
    return Row(
        row["item"] or row["category"] or "", row["doc_no"] or "", row["authority"] or "", day_in_words(row["occurred_on"])
    )


def _entry(row: Any) -> tuple[bool, Row]:
    name = row["list_name"] or row["category"] or row["item"] or ""
    made = Row(name, row["doc_no"] or "", row["authority"] or "", day_in_words(row["occurred_on"]), detail=row["item"] or "")
    return is_red(name), made


def _stands(row: Any, today: date) -> bool:
    """Tell whether an entry of a list still stands: who was taken off has the day of it as the end."""
    return not row["until"] or row["until"] >= today.isoformat()


def subject_of(session: Session, asked: str) -> int | None:
    """Return the subject under a code, or under its number in the archive."""
    typed = asked.strip().upper()
    return subject_by_code(session, typed) if typed else None


def subjects_named(session: Session, asked: str, *, scopes: Sequence[Scope], now: datetime) -> Sequence[Found]:
    """Return whom a name, or a part of one, may mean; nobody where too little was typed."""
    question = Question(read(asked), as_of(valid_on=None, known_on=None, now=now), by=By.NAME, scopes=scopes)
    try:
        return search(session, question=question).rows
    except NothingToSearchFor:
        return ()


def reports_of(session: Session, *, subject_id: int) -> Sequence[CreditReport]:
    """Return the reports of a subject, the newest first."""
    wanted = select(CreditReport).where(CreditReport.subject_id == subject_id).order_by(CreditReport.id.desc())
    return session.scalars(wanted.limit(REPORTS)).all()


def report(session: Session, report_id: int, *, lock: bool = False) -> CreditReport:
    """Return one report or refuse."""
    found = session.get(CreditReport, report_id, with_for_update=lock or None)
    if found is None:
        raise ReportUnknown
    return found
