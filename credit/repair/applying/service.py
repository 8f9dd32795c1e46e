"""Taking an application, its supplements, and its withdrawal from somebody who has no account, only a receipt."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import BinaryIO, Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from credit.publicity.models import Publication
from credit.repair import queries, rules
from credit.repair.errors import (
    AlreadyApplied,
    NotCommitted,
    NotEligible,
    NotProven,
    PaperMissing,
    PaperNotReadable,
    PaperTooLarge,
    RepairUnknown,
    TooManyPapers,
)
from credit.repair.models import Repair, RepairPaper
from credit.repair.schemas import Eligibility, Why
from credit.repair.service import Given, locked, move, record
from credit.repair.states import Paper, RepairAction, RepairState
from supervision.archive.loading.features import normal_of
from supervision.kernel import attachments
from supervision.kernel.attachments.errors import ContentNotWanted, ContentUnknown, FileTooLarge, ProgramRefused
from supervision.kernel.clock import legal_date
from supervision.kernel.identifiers import normalise_code

TOKEN_BYTES: Final = 16
MEGABYTE: Final = 1 << 20
MOST_MEGABYTES: Final = 10
MOST_PAPERS: Final = 12
WANTED: Final = ("application/pdf", "image/jpeg", "image/png")
LOCK: Final = 4_201_028

Upload = tuple[str, BinaryIO | bytes]


@dataclass(frozen=True, slots=True)
class Application:
    """What an applicant types and hands in; `request_key` is the form's own number."""

    request_key: UUID
    code: str
    doc_no: str
    committed: bool
    commitment: Upload | None
    performance: Upload | None


def by_request(session: Session, request_key: UUID) -> Repair | None:
    """Return what this very form made before."""
    return session.scalar(select(Repair).where(Repair.request_key == request_key))


def apply(session: Session, publication: Publication, application: Application, given: Given) -> Repair:
    """Take an application; the same form sent twice makes one."""
    session.execute(select(func.pg_advisory_xact_lock(LOCK, publication.decision_id % 2**31)))
    made = by_request(session, application.request_key)
    if made is not None:
        return made
    said = _admitted(session, publication, application, given)
    on = legal_date(given.now)
    due = queries.deadline(session, step=rules.ACCEPT, start=on, division=publication.division)
    repair = Repair(
        token=secrets.token_urlsafe(TOKEN_BYTES),
        request_key=application.request_key,
        state=RepairState.SUBMITTED.value,
        revision=1,
        decision_id=publication.decision_id,
        publication_id=publication.id,
        subject_id=publication.subject_id,
        department_id=publication.department_id,
        party_name=publication.party_name,
        party_code=publication.party_code,
        doc_no=publication.doc_no,
        committed=True,
        grounds=[line.stored() for line in said.lines],
        submitted_at=given.now,
        accept_by=due.by,
        accept_rule=due.rule,
    )
    session.add(repair)
    session.flush()
    for paper, upload in ((Paper.COMMITMENT, application.commitment), (Paper.PERFORMANCE, application.performance)):
        _keep(session, repair, paper, upload, given)
    record(session, repair, RepairAction.SUBMIT, given)
    return repair


def _admitted(session: Session, publication: Publication, application: Application, given: Given) -> Eligibility:
    """Refuse what cannot be repaired now, what is not proven, and what is not complete; before a file is kept."""
    said = queries.eligibility(session, publication, on=legal_date(given.now))
    refuse(said)
    if normalise_code(application.code) != publication.party_code or normal_of(application.doc_no) != publication.doc_key:
        raise NotProven
    if not application.committed:
        raise NotCommitted
    for paper, upload in ((Paper.COMMITMENT, application.commitment), (Paper.PERFORMANCE, application.performance)):
        if upload is None:
            raise PaperMissing(paper=paper.label)
    return said


def refuse(said: Eligibility) -> None:
    """Refuse where something stands against repair."""
    for obstacle in said.obstacles:
        if obstacle.why is Why.OPEN:
            raise AlreadyApplied
        raise NotEligible(words=obstacle.words, remedy=obstacle.remedy)


def _keep(session: Session, repair: Repair, paper: Paper, upload: Upload | None, given: Given) -> None:
    """Keep a document: recognised by its content, whatever its name says."""
    if upload is None:
        raise PaperMissing(paper=paper.label)
    filename, stream = upload
    try:
        stored = attachments.store(
            session,
            stream=stream,
            filename=filename,
            now=given.now,
            uploaded_by=given.actor,
            max_bytes=MOST_MEGABYTES * MEGABYTE,
            wanted=WANTED,
        )
    except FileTooLarge:
        raise PaperTooLarge(paper=filename, most=MOST_MEGABYTES) from None
    except (ContentNotWanted, ContentUnknown, ProgramRefused):
        raise PaperNotReadable(paper=filename) from None
    session.add(RepairPaper(repair_id=repair.id, kind=paper.value, attachment_id=stored.id, added_at=given.now))
    session.flush()


def by_token(session: Session, token: str) -> Repair:
    """Return the repair of a receipt, or refuse in the words that every wrong receipt meets."""
    found = session.scalar(select(Repair).where(Repair.token == token)) if token.isascii() else None
    if found is None:
        raise RepairUnknown
    return found


def supplement(session: Session, repair: Repair, uploads: Sequence[Upload], given: Given, *, note: str = "") -> None:
    """Take what was asked for; the clock of acceptance begins anew on the day that it comes."""
    repair = locked(session, repair.id)
    if not uploads:
        raise PaperMissing(paper=Paper.SUPPLEMENT.label)
    if len(queries.papers(session, repair.id)) + len(uploads) > MOST_PAPERS:
        raise TooManyPapers(most=MOST_PAPERS)
    due = queries.deadline(
        session,
        step=rules.ACCEPT,
        start=legal_date(given.now),
        division=session.get_one(Publication, repair.publication_id).division,
    )
    move(
        session,
        repair,
        RepairAction.SUPPLEMENT,
        given,
        note=note,
        accept_by=due.by,
        accept_rule=due.rule,
    )
    for upload in uploads:
        _keep(session, repair, Paper.SUPPLEMENT, upload, given)


def withdraw(session: Session, repair: Repair, given: Given) -> None:
    """Take an application back before it was decided."""
    move(session, locked(session, repair.id), RepairAction.WITHDRAW, given)
