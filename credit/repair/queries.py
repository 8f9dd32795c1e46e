"""What is known about a record's repair: the rules, the firm's other penalties, its repairs, and what is repaired."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from sqlalchemy import ColumnElement, func, or_, select, text
from sqlalchemy.orm import Session

from credit.publicity import queries as publicity
from credit.publicity.models import Publication
from credit.publicity.periods.rules import REGISTER, period, period_rule, start_of
from credit.publicity.projecting.features import matter_of
from credit.publicity.severity.rules import field_of
from credit.publicity.states import PublicationState
from credit.repair import rules
from credit.repair.errors import NoDeadlineRule, RecordUnknown
from credit.repair.models import Repair, RepairHolder, RepairPaper, RepairStep
from credit.repair.schemas import Deadline, Eligibility, Facts, Line, Other
from credit.repair.states import OPEN, REPAIRED, RepairState
from credit.reporting.models import Decision
from credit.reporting.states import Kind, Severity, Status
from supervision.accounts.models import Department
from supervision.kernel.access import Principal
from supervision.kernel.attachments import Attachment
from supervision.kernel.clock import legal_date
from supervision.kernel.rulebook import rule_version
from supervision.kernel.rulebook.queries import newest
from supervision.kernel.rulebook.rules import NATIONAL, Rule
from supervision.kernel.workdays.queries import work_calendar

STEPS: Final = {rules.ACCEPT: "受理", rules.DECIDE: "审查决定", rules.LIFT: "处处修复"}
_LISTED: Final = text("""
    SELECT DISTINCT data->>'list_name' FROM archive.record
    WHERE kind = 'list_entry' AND subject_id = :subject_id AND known_to IS NULL AND data->>'valid_to' IS NULL
    AND (data->>'list_name' LIKE '%经营异常%' OR data->>'list_name' LIKE '%严重违法%') ORDER BY 1
""")


def shown_record(session: Session, token: str, *, on: date) -> Publication:
    """Return the record that the public sees under an address on a day, or refuse as if it never was."""
    visible = or_(Publication.shown_until.is_(None), Publication.shown_until >= on)
    wanted = select(Publication).where(Publication.token == token, Publication.state == PublicationState.PUBLISHED, visible)
    found = session.scalar(wanted)
    if found is None:
        raise RecordUnknown
    return found


def eligibility(session: Session, record: Publication, *, on: date, besides: int | None = None) -> Eligibility:
    """Say whether a record can be repaired on a day, and what stands against it; `besides` is the application in hand."""
    decision = publicity.decision_of(session, record)
    lines = _lines(session, record, decision)
    channels = [line.channel for line in lines]
    held = rules.conditions(
        newest(session, topic=rules.TOPIC),
        decided_on=record.decided_on,
        division=record.division or NATIONAL,
        channels=channels,
    )
    bar = barred(session, record, on=on)
    bar_rule = rule_of(session, bar.bar_rule) if bar else None
    facts = Facts(
        on=on,
        kind=record.kind,
        decided_on=record.decided_on,
        violation=decision.violation or "",
        has_code=record.party_code is not None,
        lines=lines,
        conditions=held,
        others=_others(session, record),
        repaired_on=_repaired_on(session, record),
        barred_until=bar.barred_until if bar else None,
        bar_rule=bar_rule.reference if bar_rule else "",
        bar_basis=bar_rule.legal_basis if bar_rule else "",
        lists=_lists(session, record),
        open=_has_open(session, record.decision_id, besides),
    )
    return rules.eligibility(facts)


def _lines(session: Session, record: Publication, decision: Decision) -> list[Line]:
    """Return what each channel's rule says: the portal's as stored, the market regulators' register counted by its own."""
    if record.kind != Kind.PENALTY or record.period_rule is None:
        return []
    found = [rules.line(rule_of(session, record.period_rule), earliest=record.earliest_repair)]
    register = _register(session, record, decision) if rules.is_market(record.authority) else None
    return [*found, register] if register else found


def rule_of(session: Session, reference: str | None) -> Rule:
    """Return the very version of a rule that was written down."""
    rule_id, _, version = (reference or "").partition("@")
    return rule_version(session, rule_id=rule_id, version=int(version))


def _register(session: Session, record: Publication, decision: Decision) -> Line | None:
    held = publicity.rules_now(session)
    matter = matter_of(decision, division=record.division, severity=record.severity)
    fields = field_of(matter, held.fields)
    rule = period_rule(
        held.publicity, matter, channels=REGISTER, severity=Severity(record.severity or Severity.GENERAL), fields=fields
    )
    if rule is None:
        return None
    first = legal_date(record.first_published_at) if record.first_published_at else None
    start = start_of(rule, matter, published_on=first)
    return rules.line(rule, earliest=period(rule, start=start).earliest_repair if start else None)


def _party(model: type[Publication | Repair], record: Publication | Repair) -> ColumnElement[bool]:
    """Return the condition for what concerns the same firm."""
    same = model.party_code == record.party_code if record.party_code else model.decision_id == record.decision_id
    return same if record.subject_id is None else or_(same, model.subject_id == record.subject_id)


def _others(session: Session, record: Publication) -> list[Other]:
    same = Decision.subject_code == record.party_code if record.party_code else Decision.id == record.decision_id
    if record.subject_id is not None:
        same = or_(same, Decision.subject_id == record.subject_id)
    wanted = select(Decision.decided_on, func.coalesce(Decision.violation, ""), Decision.authority).where(
        same, Decision.id != record.decision_id, Decision.kind == Kind.PENALTY, Decision.status == Status.VALID
    )
    return [Other(*row) for row in session.execute(wanted)]


def _repaired_on(session: Session, record: Publication) -> list[date]:
    wanted = select(Repair.decided_at).where(_party(Repair, record), Repair.state.in_(REPAIRED))
    return [legal_date(at) for at in session.scalars(wanted) if at is not None]


def barred(session: Session, record: Publication, *, on: date) -> Repair | None:
    """Return the undone repair that still bars a firm from applying."""
    wanted = select(Repair).where(_party(Repair, record), Repair.state == RepairState.UNDONE, Repair.barred_until >= on)
    return session.scalars(wanted.order_by(Repair.barred_until.desc()).limit(1)).first()


def _lists(session: Session, record: Publication) -> list[str]:
    if record.subject_id is None:
        return []
    return list(session.scalars(_LISTED, {"subject_id": record.subject_id}))


def _has_open(session: Session, decision_id: int, besides: int | None) -> bool:
    wanted = select(Repair.id).where(Repair.decision_id == decision_id, Repair.state.in_(OPEN), Repair.id != (besides or 0))
    return session.scalar(wanted.limit(1)) is not None


def deadline(session: Session, *, step: str, start: date, division: str | None) -> Deadline:
    """Return by when a step of the handling is due."""
    held = newest(session, topic="deadline")
    found = rules.deadline(held, step=step, start=start, division=division or NATIONAL, calendar=work_calendar(session))
    if found is None:
        raise NoDeadlineRule(step=STEPS[step])
    return found


def papers(session: Session, repair_id: int) -> Sequence[tuple[RepairPaper, Attachment]]:
    """Return what was handed in, in its order."""
    wanted = select(RepairPaper, Attachment).join(Attachment, Attachment.id == RepairPaper.attachment_id)
    rows = session.execute(wanted.where(RepairPaper.repair_id == repair_id).order_by(RepairPaper.id))
    return [(paper, file) for paper, file in rows]


def steps(session: Session, repair_id: int) -> Sequence[RepairStep]:
    """Return the course of a repair, the latest first."""
    return session.scalars(
        select(RepairStep).where(RepairStep.repair_id == repair_id).order_by(RepairStep.revision.desc())
    ).all()


def holders(session: Session, repair_id: int) -> Sequence[RepairHolder]:
    """Return what every holder was told and answered: first those that still owe an answer."""
    wanted = select(RepairHolder).where(RepairHolder.repair_id == repair_id)
    return session.scalars(wanted.order_by(RepairHolder.state.in_(("waiting", "told")).desc(), RepairHolder.id)).all()


def mine(principal: Principal) -> ColumnElement[bool]:
    """Return the condition for the departments whose repairs somebody handles."""
    return or_(Department.id == principal.department_id, principal.covers(Department.path, Department.division))


def repaired(session: Session, decision_ids: Sequence[int]) -> frozenset[int]:
    """Return which decisions are repaired: whoever shares decisions leaves these out.

    依据: 国家发展改革委令第36号（修复后停止公示、停止共享）。
    """
    wanted = select(Repair.decision_id).where(Repair.decision_id.in_(decision_ids), Repair.state.in_(REPAIRED))
    return frozenset(session.scalars(wanted))
