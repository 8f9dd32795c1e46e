"""Answer a question: remember it, move the records and their lines on timelines, each as a new version."""

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from supervision.archive.linking import queries
from supervision.archive.linking.deciding.rules import line_of
from supervision.archive.linking.errors import AlreadySettled, CodeKnownAlready, SubjectNotFound
from supervision.archive.linking.events import CounterpartSettled
from supervision.archive.linking.models import Candidate, CandidateReason, MatchDecision, Outlook, Verdict
from supervision.archive.linking.suggesting.rules import Reason
from supervision.archive.loading.features import grams_of
from supervision.archive.loading.registrations.resubmission import service as resubmission
from supervision.archive.loading.service import alone
from supervision.archive.subjects.models import Event, Identifier, IdentifierKind, Matched, Name, Record, Subject, SubjectKind
from supervision.kernel import audit, outbox
from supervision.kernel.identifiers import check_uscc

INDIVIDUAL_PREFIX = "92"
OLD_NUMBERS = {15: IdentifierKind.REGISTRATION_NUMBER, 9: IdentifierKind.ORGANISATION_CODE}
COLUMNS = [column.name for column in Record.__table__.columns if column.name not in {"id", "known_from", "known_to"}]


def same(
    session: Session, *, candidate_id: int, subject_id: int, reasons: tuple[Reason, ...], actor: str, now: datetime
) -> None:
    """Say that the counterpart is this subject: all its records go there, marked as confirmed by a person."""
    asked = unanswered(session, candidate_id)
    remember(session, asked, subject_id=subject_id, verdict=Verdict.SAME, reasons=reasons, actor=actor, now=now)
    if asked.reason == CandidateReason.RENAMED:
        rename(session, asked, subject_id=subject_id, now=now)
        resubmission.accept_again(session, asked, actor=actor, now=now)
    move(session, asked.party_key, from_matches=(Matched.NONE, Matched.NAME, Matched.PERSON), to=subject_id, now=now)
    settle(session, asked, subject_id=subject_id, actor=actor, now=now)


def different(
    session: Session, *, candidate_id: int, subject_id: int, reasons: tuple[Reason, ...], actor: str, now: datetime
) -> None:
    """Say that the counterpart is not this subject: what was matched by its name leaves, and no load suggests it again."""
    asked = unanswered(session, candidate_id)
    remember(session, asked, subject_id=subject_id, verdict=Verdict.DIFFERENT, reasons=reasons, actor=actor, now=now)
    move(session, asked.party_key, from_matches=(Matched.NAME, Matched.PERSON), only_from=subject_id, to=None, now=now)
    if asked.reason == CandidateReason.RENAMED:
        settle(session, asked, subject_id=None, actor=actor, now=now)
    else:
        asked.reason = CandidateReason.NOT_FOUND if asked.reason == CandidateReason.NAME_ONLY else asked.reason
        asked.outlook = Outlook.NEW


def unsure(
    session: Session, *, candidate_id: int, subject_id: int, reasons: tuple[Reason, ...], actor: str, now: datetime
) -> None:
    """Say that it cannot be told yet: the question stays, with who looked at it."""
    asked = unanswered(session, candidate_id)
    remember(session, asked, subject_id=subject_id, verdict=Verdict.UNSURE, reasons=reasons, actor=actor, now=now)
    asked.outlook = Outlook.UNSURE


def create(session: Session, *, candidate_id: int, actor: str, now: datetime) -> int:
    """Open an archive of its own for the counterpart and return its subject."""
    asked = unanswered(session, candidate_id)
    code = asked.subject_code if asked.subject_code and check_uscc(asked.subject_code).ok else None
    alone(session)
    taken = select(Identifier.id).where(Identifier.value == asked.subject_code, Identifier.known_to.is_(None))
    if asked.subject_code and session.scalar(taken) is not None:
        raise CodeKnownAlready(subject_code=asked.subject_code)
    subject_id = open_archive(session, asked, code=code, now=now)
    remember(session, asked, subject_id=subject_id, verdict=Verdict.SAME, reasons=(), actor=actor, now=now)
    move(session, asked.party_key, from_matches=(Matched.NONE, Matched.NAME), to=subject_id, now=now)
    settle(session, asked, subject_id=subject_id, actor=actor, now=now)
    return subject_id


def unanswered(session: Session, candidate_id: int) -> Candidate:
    """Return the question, locked, or refuse since somebody answered it."""
    queries.candidate(session, candidate_id)
    asked = session.scalars(select(Candidate).where(Candidate.id == candidate_id).with_for_update()).one()
    if asked.settled_at is not None:
        raise AlreadySettled(settled_by=asked.settled_by)
    return asked


def remember(
    session: Session,
    asked: Candidate,
    *,
    subject_id: int,
    verdict: Verdict,
    reasons: tuple[Reason, ...],
    actor: str,
    now: datetime,
) -> None:
    """Store the decision with the reasons that were shown; it replaces what was said about the same two before."""
    if session.get(Subject, subject_id) is None:
        raise SubjectNotFound
    said = (MatchDecision.party_key == asked.party_key) & MatchDecision.replaced_at.is_(None)
    about = MatchDecision.subject_id == subject_id
    if verdict is Verdict.SAME:
        about |= MatchDecision.verdict == Verdict.SAME
    session.execute(update(MatchDecision).where(said, about).values(replaced_at=now))
    decision = MatchDecision(
        party_key=asked.party_key,
        subject_id=subject_id,
        verdict=verdict,
        subject_name=asked.subject_name,
        subject_code=asked.subject_code,
        reasons=[asdict(reason) for reason in reasons],
        decided_at=now,
        decided_by=actor,
    )
    session.add(decision)
    session.flush()
    audit.record(
        session,
        actor=actor,
        action=f"archive.link.{verdict}",
        object_kind="candidate",
        object_id=asked.id,
        detail={"subject_id": subject_id, "name": asked.subject_name},
        now=now,
    )


def settle(session: Session, asked: Candidate, *, subject_id: int | None, actor: str, now: datetime) -> None:
    """Close the question and tell who listens."""
    asked.settled_at, asked.settled_by = now, actor
    if subject_id is not None:
        outbox.publish(session, CounterpartSettled(candidate_id=asked.id, subject_id=subject_id), now=now)


def move(
    session: Session,
    party_key: bytes,
    *,
    from_matches: tuple[Matched, ...],
    to: int | None,
    now: datetime,
    only_from: int | None = None,
    matched: Matched = Matched.PERSON,
) -> None:
    """Close the counterpart's records where they stand and open them as new versions where they belong, sources unchanged."""
    standing = select(Record).where(Record.party_key == party_key, Record.known_to.is_(None), Record.matched.in_(from_matches))
    if only_from is not None:
        standing = standing.where(Record.subject_id == only_from)
    records = session.scalars(standing.with_for_update()).all()
    ids = [record.id for record in records]
    session.execute(
        update(Event).where(Event.link_kind == "record", Event.link_id.in_(ids), Event.known_to.is_(None)).values(known_to=now)
    )
    session.execute(update(Record).where(Record.id.in_(ids)).values(known_to=now))
    how = Matched.NONE if to is None else matched
    versions = [
        Record(**{name: getattr(record, name) for name in COLUMNS} | {"subject_id": to, "matched": how}, known_from=now)
        for record in records
    ]
    session.add_all(versions)
    session.flush()
    if to is not None:
        session.add_all([event_of(version, now=now) for version in versions])


def event_of(record: Record, *, now: datetime) -> Event:
    """Return the line that a record makes on the timeline of its subject."""
    return Event(
        subject_id=record.subject_id,
        kind=record.kind,
        occurred_on=record.occurred_on,
        summary=line_of(record),
        link_kind="record",
        link_id=record.id,
        department_id=record.department_id,
        batch_id=record.batch_id,
        row_no=record.row_no,
        known_from=now,
    )


def rename(session: Session, asked: Candidate, *, subject_id: int, now: datetime) -> None:
    """Make the submitted name the present one; the names so far become former ones, each as a new version."""
    standing = session.scalars(
        select(Name).where(Name.subject_id == subject_id, Name.known_to.is_(None), Name.former.is_(False))
    ).all()
    for name in standing:
        name.known_to = now
        session.add(
            Name(
                subject_id=subject_id,
                name=name.name,
                normal=name.normal,
                grams=name.grams,
                former=True,
                valid_from=name.valid_from,
                known_from=now,
                department_id=asked.department_id,
                batch_id=asked.batch_id,
                row_no=asked.row_no,
            )
        )
    add_name(session, asked, subject_id=subject_id, now=now)


def open_archive(session: Session, asked: Candidate, *, code: str | None, now: datetime) -> int:
    """Create the subject with the name and, where its check digits are right, the code that were submitted."""
    kind = SubjectKind.INDIVIDUAL if code and code.startswith(INDIVIDUAL_PREFIX) else SubjectKind.ENTERPRISE
    subject = Subject(kind=kind, known_from=now)
    session.add(subject)
    session.flush()
    add_name(session, asked, subject_id=subject.id, now=now)
    if asked.subject_code:
        session.add(
            Identifier(
                subject_id=subject.id,
                kind=IdentifierKind.USCC if code else OLD_NUMBERS.get(len(asked.subject_code), IdentifierKind.LEGACY),
                value=asked.subject_code,
                known_from=now,
                department_id=asked.department_id,
                batch_id=asked.batch_id,
                row_no=asked.row_no,
            )
        )
    session.flush()
    return subject.id


def add_name(session: Session, asked: Candidate, *, subject_id: int, now: datetime) -> None:
    """Store the submitted name as a present one."""
    normal = asked.normal or asked.subject_name or ""
    session.add(
        Name(
            subject_id=subject_id,
            name=asked.subject_name or "",
            normal=normal,
            grams=grams_of(normal),
            former=False,
            known_from=now,
            department_id=asked.department_id,
            batch_id=asked.batch_id,
            row_no=asked.row_no,
        )
    )
    session.flush()
