"""提出异议: kept with its proof, said beside the record at once, and given to the department that reported it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from credit.objections import service
from credit.objections.deadlines.queries import term_of
from credit.objections.deadlines.rules import DECIDE
from credit.objections.errors import ObjectionUnknown, ProofDoesNotFit, TooManyFiles, TooManyOpen
from credit.objections.filing import queries
from credit.objections.filing.schemas import Claim
from credit.objections.models import Objection, ObjectionFile
from credit.objections.rules import proves
from credit.objections.schemas import Given, Upload
from credit.objections.sealing.service import seal
from credit.objections.service import FIRM, PLATFORM
from credit.objections.states import ObjectionState
from credit.publicity import queries as records
from credit.publicity.models import Publication
from credit.publicity.portal.queries import shown
from credit.publicity.projecting.features import new_token
from supervision.kernel import attachments, audit
from supervision.kernel.attachments.sniffing import DOCUMENT, OLD_DOCUMENT
from supervision.kernel.clock import legal_date

MEGABYTE: Final = 1 << 20
MOST_FILES: Final = 5
MOST_BYTES: Final = 10 * MEGABYTE
MOST_OPEN: Final = 3
WANTED: Final = ("application/pdf", "image/png", "image/jpeg", "image/webp", DOCUMENT, OLD_DOCUMENT)


def file_objection(session: Session, claim: Claim, *, now: datetime) -> Objection:
    """Take an objection in; the same form sent twice is one objection.

    依据: 上海市社会信用条例第三十六条（标注、转交、处理）。
    """
    found = queries.of_request(session, claim.request_key)
    if found is not None:
        return found
    record = _locked(session, claim, now=now)
    found = queries.of_request(session, claim.request_key)
    if found is not None:
        return found
    _admit(session, record, claim)
    made = _made(session, record, claim, now=now)
    session.add(made)
    session.flush()
    _keep(session, made, claim.files, now=now)
    service.step(session, made, "file", Given(FIRM, now), said=f"提出异议：{claim.reason.label}")
    service.step(session, made, "forward", Given(PLATFORM, now), said="已在公示页标注“异议处理中”，并转来源单位核实")
    service.annotate(session, record.decision_id, now=now)
    _audit(session, made, "credit.objections.file", now=now)
    return made


def _locked(session: Session, claim: Claim, *, now: datetime) -> Publication:
    """Return the record if the public may see it; nobody else changes it meanwhile."""
    seen = shown(session, claim.record, now=now)
    if seen is None:
        raise ObjectionUnknown
    decision_id = queries.decision_id_of(session, seen.id)
    record = next((row for row in records.standing(session, [decision_id]) if row.token == claim.record), None)
    if record is None:
        raise ObjectionUnknown
    return record


def _admit(session: Session, record: Publication, claim: Claim) -> None:
    if not proves(
        code=claim.code,
        doc_no=claim.doc_no,
        party_code=record.party_code,
        party_normal=record.party_normal,
        record_doc_no=record.doc_no,
    ):
        raise ProofDoesNotFit
    if queries.open_count(session, record.decision_id) >= MOST_OPEN:
        raise TooManyOpen(most=MOST_OPEN)
    if len(claim.files) > MOST_FILES:
        raise TooManyFiles(most=MOST_FILES, chosen=len(claim.files))


def _made(session: Session, record: Publication, claim: Claim, *, now: datetime) -> Objection:
    due = term_of(session, step=DECIDE, start=legal_date(now), division=record.division)
    return Objection(
        token=new_token(),
        request_key=claim.request_key,
        publication_id=record.id,
        decision_id=record.decision_id,
        version=record.version,
        department_id=record.department_id,
        division=record.division,
        kind=record.kind,
        doc_no=record.doc_no,
        party_name=record.party_name,
        party_code=record.party_code,
        authority=record.authority,
        reported_by=record.reported_by,
        reason=claim.reason.value,
        statement=claim.statement,
        contact_sealed=seal(claim.contact),
        state=ObjectionState.FILED.value,
        revision=1,
        filed_at=now,
        due_on=due.by if due else None,
        due_rule=due.rule if due else None,
        due_words=due.words if due else None,
        due_basis=due.basis if due else None,
        due_calendar=due.calendar if due else None,
        provisional=due.provisional if due else False,
        published=False,
    )


def _keep(session: Session, objection: Objection, files: Sequence[Upload], *, now: datetime) -> None:
    for filename, stream in files:
        stored = attachments.store(
            session, stream=stream, filename=filename, now=now, uploaded_by=FIRM, max_bytes=MOST_BYTES, wanted=WANTED
        )
        session.add(ObjectionFile(objection_id=objection.id, attachment_id=stored.id))
    session.flush()


def take_back(session: Session, token: str, *, now: datetime) -> Objection:
    """撤回, by whoever holds the receipt."""
    objection = queries.by_token(session, token, lock=True)
    service.cancel(session, objection, now=now)
    return objection


def ask_for_process(session: Session, token: str, *, now: datetime) -> Objection:
    """申请公开处理过程; asked twice, it was asked once.

    依据: 厦门方案：处置过程信息可依申请进行公开。
    """
    objection = queries.by_token(session, token, lock=True)
    if objection.process_asked_at is None:
        objection.process_asked_at = now
        service.step(session, objection, "ask", Given(FIRM, now), said="申请公开处理过程")
        _audit(session, objection, "credit.objections.ask-process", now=now)
    return objection


def _audit(session: Session, objection: Objection, action: str, *, now: datetime) -> None:
    audit.record(
        session,
        actor=FIRM,
        action=action,
        object_kind="objection",
        object_id=objection.id,
        detail={"document": objection.doc_no, "reason": objection.reason},
        now=now,
        department_id=objection.department_id,
    )
