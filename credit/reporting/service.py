"""What a person does with decisions that stand: confirm what the rules doubted."""

from datetime import datetime

from sqlalchemy.orm import Session

from credit.reporting.errors import DecisionChangedMeanwhile, NothingHeld, ReleasedByReporter
from credit.reporting.events import DecisionsReported
from credit.reporting.models import Decision
from supervision.intake.models import Batch
from supervision.kernel import audit, outbox


def release(session: Session, decision: Decision, *, version: int, reason: str, actor: str, now: datetime) -> None:
    """Let go of a decision that was held, after a second person has looked at every doubt; the doubts stay in the audit."""
    session.refresh(decision, with_for_update=True)
    if decision.version != version:
        raise DecisionChangedMeanwhile
    if not decision.held:
        raise NothingHeld
    batch = session.get(Batch, decision.batch_id)
    if batch is not None and batch.requested_by == actor:
        raise ReleasedByReporter
    audit.record(
        session,
        actor=actor,
        action="credit.release",
        object_kind="credit.decision",
        object_id=decision.id,
        detail={"version": version, "reason": reason, "holds": decision.holds},
        now=now,
        department_id=decision.department_id,
    )
    decision.held, decision.holds = False, []
    outbox.publish(session, DecisionsReported(decision_ids=(decision.id,)), now=now)
