"""Claim from the pool: the first handles it unless the item's own office comes, and others may join."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from supervision.accounts.models import Department
from supervision.kernel.clock import legal_date
from supervision.kernel.outbox import publish
from supervision.notices.claiming import queries
from supervision.notices.claiming.errors import NothingToClaim, NothingToJoin
from supervision.notices.claiming.models import Claim
from supervision.notices.claiming.rules import Situation, Verdict, settle
from supervision.notices.claiming.states import ClaimOutcome
from supervision.notices.events import ClaimSettled, NoticeReceived
from supervision.notices.handling.deadlines.queries import clocks_on
from supervision.notices.handling.moving.service import lock, move
from supervision.notices.models import Notice, Step
from supervision.notices.pushing.writing.service import numbers
from supervision.notices.states import NoticeAction, NoticeKind, NoticeState

HELD = frozenset({ClaimOutcome.WON, ClaimOutcome.JOINED})


@dataclass(frozen=True, slots=True)
class Claimant:
    """A department that claims: who acts for it, when, why, and by which form."""

    department_id: int
    actor: str
    now: datetime
    reason: str = ""
    request_key: UUID | None = None


def claim(session: Session, *, notice_id: int, claimant: Claimant) -> Claim:
    """Claim a notice and say how it was settled; who has it already, and a form that comes again, gets the same answer."""
    notice = queries.notice(session, notice_id)
    lock(session, notice)
    before = queries.claim_of_request(session, claimant.request_key) or _still_held(session, notice, claimant)
    if before is not None:
        return before
    holder = session.get(Department, notice.department_id) if notice.department_id else None
    verdict = settle(_situation(session, notice, holder, claimant))
    if verdict is None:
        raise NothingToClaim(state=NoticeState(notice.state).label)
    if verdict.takes_over:
        _yield(session, notice, claimant, verdict)
    made = _keep(session, notice, claimant, verdict)
    _step(session, notice, claimant, verdict)
    publish(session, ClaimSettled(notice.id, claimant.department_id, made.outcome, made.rule), now=claimant.now)
    return made


def _still_held(session: Session, notice: Notice, claimant: Claimant) -> Claim | None:
    """Return the department's claim that still holds; one from before the notice came back to the pool does not."""
    mine = queries.claim_of(session, notice_id=notice.id, department_id=claimant.department_id)
    if mine is None or mine.outcome not in HELD:
        return None
    here = mine.outcome == ClaimOutcome.JOINED or notice.department_id == claimant.department_id
    if not here and mine.outcome == ClaimOutcome.WON:
        mine.outcome = ClaimOutcome.YIELDED
        session.flush()
    return mine if here else None


def _situation(session: Session, notice: Notice, holder: Department | None, claimant: Claimant) -> Situation:
    offices = queries.office_ids(session, notice, on=legal_date(claimant.now)) if holder else frozenset()
    return Situation(
        state=NoticeState(notice.state),
        claimed=notice.claimed_at is not None,
        holder=holder.short_name if holder else "",
        holder_is_office=holder is not None and holder.id in offices,
        claimant_is_office=claimant.department_id in offices,
    )


def _yield(session: Session, notice: Notice, claimant: Claimant, verdict: Verdict) -> None:
    """Let the first give way, and tell it."""
    first = queries.winner(session, notice.id)
    if first is None:
        return
    first.outcome, first.rule = ClaimOutcome.YIELDED, verdict.rule
    session.flush()
    publish(session, ClaimSettled(notice.id, first.department_id, first.outcome, first.rule), now=claimant.now)


def _keep(session: Session, notice: Notice, claimant: Claimant, verdict: Verdict) -> Claim:
    if verdict.outcome is ClaimOutcome.WON and (old := queries.winner(session, notice.id)) is not None:
        old.outcome = ClaimOutcome.YIELDED  # it went back to the pool or elsewhere since
        session.flush()
    made = Claim(
        notice_id=notice.id,
        department_id=claimant.department_id,
        claimed_at=claimant.now,
        claimed_by=claimant.actor,
        reason=claimant.reason.strip(),
        outcome=verdict.outcome.value,
        rule=verdict.rule,
        request_key=claimant.request_key,
    )
    session.add(made)
    session.flush()
    return made


def _step(session: Session, notice: Notice, claimant: Claimant, verdict: Verdict) -> None:
    """Write the claim into the notice's history; who lost leaves a remark there."""
    won = verdict.outcome is ClaimOutcome.WON
    move(
        session,
        notice,
        NoticeAction.CLAIM if won else NoticeAction.REMARK,
        actor=claimant.actor,
        department_id=claimant.department_id,
        now=claimant.now,
        reason=claimant.reason or verdict.rule,
        detail={"rule": verdict.rule, "outcome": verdict.outcome.value},
        values=_taken(session, claimant) if won else None,
    )


def _taken(session: Session, claimant: Claimant) -> dict[str, Any]:
    """Return the columns of a notice that a department has claimed: it is received in the same breath."""
    on = legal_date(claimant.now)
    clocks = clocks_on(session, on=on)
    return {
        "department_id": claimant.department_id,
        "claimed_at": claimant.now,
        "claimed_by": claimant.actor,
        "received_at": claimant.now,
        "received_by": claimant.actor,
        "answer_by": clocks.answer_by(on),
        "answer_rule": clocks.answer.code if clocks.answer else None,
    }


def join(session: Session, *, notice_id: int, claimant: Claimant) -> Claim:
    """Join in handling a firm that somebody else claimed first: with a notice of one's own, which ends with the first."""
    notice = queries.notice(session, notice_id)
    lock(session, notice)
    mine = queries.claim_of(session, notice_id=notice.id, department_id=claimant.department_id)
    if mine is not None and mine.outcome == ClaimOutcome.JOINED:
        return mine
    if mine is None or mine.outcome not in {ClaimOutcome.LOST, ClaimOutcome.YIELDED}:
        raise NothingToJoin
    if NoticeState(notice.state) in {NoticeState.WITHDRAWN, NoticeState.MERGED}:
        raise NothingToClaim(state=NoticeState(notice.state).label)
    own = _second(session, notice, claimant)
    mine.outcome, mine.joined_notice_id = ClaimOutcome.JOINED.value, own.id
    session.flush()
    publish(session, NoticeReceived(own.id), now=claimant.now)
    return mine


COPIED = (
    "entry_id",
    "subject_id",
    "name",
    "code",
    "occurred_on",
    "item_code",
    "item_name",
    "function",
    "catalogue_version_id",
    "certainty",
    "spans",
    "division",
    "reform_mode",
    "origin_department_id",
    "pool_reason",
    "pool_text",
)


def _second(session: Session, notice: Notice, claimant: Claimant) -> Notice:
    (number,) = numbers(session, 1, year=legal_date(claimant.now).year)
    own = Notice(
        **{name: getattr(notice, name) for name in COPIED},
        **_taken(session, claimant),
        number=number,
        dedup_key=f"{notice.dedup_key}#{claimant.department_id}",
        kind=NoticeKind.CLAIM.value,
        state=NoticeState.RECEIVED.value,
        made_at=claimant.now,
    )
    session.add(own)
    session.flush()
    session.add(
        Step(
            notice_id=own.id,
            action=NoticeAction.CLAIM.value,
            state=own.state,
            at=claimant.now,
            actor=claimant.actor,
            to_department_id=claimant.department_id,
            reason=claimant.reason or f"与 {notice.number} 的承办部门共同承办",
            detail={"joined": notice.number},
        )
    )
    session.flush()
    return own
