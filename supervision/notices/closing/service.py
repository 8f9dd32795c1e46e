"""A reported licence closes its notice; one that may be it is laid before the department; one that is lost goes back."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from supervision.archive.subjects.models import Record
from supervision.kernel.access import Principal
from supervision.kernel.clock import legal_date
from supervision.kernel.rulebook.queries import the_rule
from supervision.licensing.catalogue.errors import NoCatalogueInForce
from supervision.licensing.catalogue.queries import catalogue
from supervision.notices.closing import queries
from supervision.notices.closing.errors import AlreadySettled
from supervision.notices.closing.following.service import licensed
from supervision.notices.closing.judging.queries import Pair
from supervision.notices.closing.judging.rules import Limits, Names, judge, names_of, state_of
from supervision.notices.closing.judging.schemas import Judgement
from supervision.notices.closing.models import Proposal
from supervision.notices.closing.states import LicenceState, ProposalState
from supervision.notices.handling.moving.service import move
from supervision.notices.models import Notice
from supervision.notices.states import Feedback, NoticeAction, NoticeState
from supervision.registration.obligations.service import oblige
from supervision.registration.obligations.states import Ground

ACTOR: Final = "平台"
TOPIC: Final = "notices.closing"
WAITING: Final = frozenset({NoticeState.POOLED, NoticeState.PUSHED, NoticeState.RECEIVED, NoticeState.ANSWERED})
GROUNDS: Final = {LicenceState.REVOKED: Ground.REVOKED, LicenceState.CANCELLED: Ground.CANCELLED}


def settle(session: Session, pairs: Sequence[Pair], *, now: datetime) -> int:
    """Close what is certain, propose what is possible, send back what was lost; return how many notices were closed."""
    names = names_on(session, now=now)
    if not pairs or names is None:
        return 0
    limits, closed = limits_on(session, now=now), set[int]()
    for pair, judgement in _strongest(pairs, names, limits):
        state = state_of(pair.licence, on=legal_date(now))
        if state in GROUNDS and judgement.certainty >= limits.certain:
            _send_back(session, pair, GROUNDS[state], now=now)
        elif state is LicenceState.VALID and pair.notice_id not in closed and pair.state in WAITING:
            closed |= _take(session, pair, judgement, limits, now=now)
    return len(closed)


def names_on(session: Session, *, now: datetime) -> Names | None:
    """Return the names of the items of today, or nothing where no catalogue is in force."""
    try:
        return names_of(catalogue(session, on=legal_date(now)))
    except NoCatalogueInForce:
        return None


def limits_on(session: Session, *, now: datetime) -> Limits:
    """Return how sure a likeness must be, as the rulebook says today."""
    params = the_rule(session, topic=TOPIC, on=legal_date(now)).params
    return Limits(float(params["certain"]), float(params["possible"]))


def _strongest(pairs: Sequence[Pair], names: Names, limits: Limits) -> list[tuple[Pair, Judgement]]:
    judged = [(pair, judge(pair.licence, pair.wanted, names)) for pair in pairs]
    likely = [(pair, judgement) for pair, judgement in judged if judgement.certainty >= limits.possible]
    return sorted(likely, key=lambda one: (one[0].notice_id, -one[1].certainty, one[0].licence.record_id))


def _take(session: Session, pair: Pair, judgement: Judgement, limits: Limits, *, now: datetime) -> set[int]:
    notice = session.get_one(Notice, pair.notice_id)
    if notice.feedback in {Feedback.LICENSED, Feedback.FILED} and notice.licence_record_id is not None:
        return set()
    if judgement.certainty >= limits.certain:
        close(session, notice, record_id=pair.licence.record_id, why=judgement.why, actor=ACTOR, department_id=None, now=now)
        return {notice.id}
    values = {"notice_id": notice.id, "record_id": pair.licence.record_id, "certainty": judgement.certainty}
    open_ = {"why": judgement.why, "state": ProposalState.OPEN.value, "made_at": now}
    session.execute(insert(Proposal).values(**values, **open_).on_conflict_do_nothing())
    return set()


def close(
    session: Session, notice: Notice, *, record_id: int, why: str, actor: str, department_id: int | None, now: datetime
) -> None:
    """Close a notice with the licence that it waited for; other proposals about it lapse."""
    filed = notice.reform_mode == "filing"
    said = Feedback.FILED if filed else Feedback.LICENSED
    values = {
        "closed_at": now,
        "licence_record_id": record_id,
        "feedback": said.value,
        "feedback_text": notice.feedback_text or f"许可记录已归集，自动办结：{why}",
        "answered_at": notice.answered_at or now,
    }
    detail = {"record_id": record_id, "why": why, "feedback": said.value}
    reason = f"{said.label}，依据归集的许可记录"
    move(
        session,
        notice,
        NoticeAction.CLOSE,
        actor=actor,
        department_id=department_id,
        reason=reason,
        detail=detail,
        values=values,
        now=now,
    )
    _lapse(session, notice.id, now=now)
    licensed(session, notice, record=session.get_one(Record, record_id), now=now)


def _lapse(session: Session, notice_id: int, *, now: datetime) -> None:
    waiting = (Proposal.notice_id == notice_id, Proposal.state == ProposalState.OPEN)
    values = {"state": ProposalState.LAPSED.value, "settled_at": now, "settled_by": ACTOR}
    session.execute(update(Proposal).where(*waiting).values(**values))


def _send_back(session: Session, pair: Pair, ground: Ground, *, now: datetime) -> None:
    notice = session.get_one(Notice, pair.notice_id)
    oblige(
        session,
        subject_id=notice.subject_id,
        item_code=pair.wanted.item_code,
        item_name=pair.wanted.item_name,
        ground=ground,
        licence_record_id=pair.licence.record_id,
        began_on=min(pair.licence.occurred_on or legal_date(now), legal_date(now)),
        now=now,
    )


def accept(session: Session, principal: Principal, *, proposal_id: int, now: datetime) -> Notice:
    """The department says that the licence is the one; a second click finds it settled and changes nothing."""
    proposal, notice = queries.proposal_for(session, principal, proposal_id)
    if proposal.state == ProposalState.ACCEPTED:
        return notice
    _decide(proposal, ProposalState.ACCEPTED, principal, now=now)
    session.flush()
    close(
        session,
        notice,
        record_id=proposal.record_id,
        why=proposal.why,
        actor=principal.name,
        department_id=principal.department_id,
        now=now,
    )
    return notice


def refuse(session: Session, principal: Principal, *, proposal_id: int, now: datetime) -> Notice:
    """The department says that it is another licence."""
    proposal, notice = queries.proposal_for(session, principal, proposal_id)
    if proposal.state != ProposalState.REFUSED:
        _decide(proposal, ProposalState.REFUSED, principal, now=now)
    return notice


def _decide(proposal: Proposal, state: ProposalState, principal: Principal, *, now: datetime) -> None:
    if proposal.state != ProposalState.OPEN:
        raise AlreadySettled
    proposal.state, proposal.settled_at, proposal.settled_by = state.value, now, principal.name
