"""The archive as the first holder: a repaired decision leaves it at once for everybody but the department that decided."""

from datetime import datetime
from typing import Final

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from credit.repair.models import Repair
from credit.repair.service import PLATFORM
from credit.reporting.models import Decision
from supervision.archive.subjects.withholding.service import Ground, release, withhold
from supervision.kernel.clock import legal_date
from supervision.kernel.holders import Holder, Lifted, LiftOrder
from supervision.kernel.outbox import publish

NAME: Final = "archive.sharing"
GROUND: Final = "credit.decision"
MARK: Final = "已修复"
REASON: Final = "{number}，依据{basis}"
RECEIPT: Final = "一户一档、查询和接口自 {day} 起不再向其他部门提供"


def stop(session: Session, repair: Repair, *, actor: str, now: datetime) -> None:
    """Let the archive tell nobody else of a repaired decision, whichever of its versions."""
    bases = "；".join(dict.fromkeys(line["basis"] for line in repair.grounds if line["basis"]))
    reason = REASON.format(number=repair.number, basis=bases or "信用修复决定")
    ground = Ground(_ground(repair), repair.department_id, MARK, reason)
    withhold(session, record_ids=_records(session, repair), ground=ground, actor=actor, now=now)


def resume(session: Session, repair: Repair, *, reason: str, actor: str, now: datetime) -> None:
    """Let the archive tell of a decision again whose repair was undone."""
    release(session, record_ids=_records(session, repair), ground=_ground(repair), reason=reason, actor=actor, now=now)


def _ground(repair: Repair) -> str:
    return f"credit.repair:{repair.id}"


def _records(session: Session, repair: Repair) -> list[int]:
    return [session.get_one(Decision, repair.decision_id).record_id]


def holds(session: Session, ground_kind: str, ground_ids: tuple[int, ...]) -> bool:
    """Tell whether decisions are in the archive, as whatever was reported is."""
    return ground_kind == GROUND and bool(session.scalar(select(exists().where(Decision.id.in_(ground_ids)))))


def lift(session: Session, order: LiftOrder, now: datetime) -> None:
    """Acknowledge that sharing has stopped; it stops with the decision, so that a repeated order finds it done."""
    repair = session.scalar(select(Repair).where(Repair.order_id == order.order_id))
    if repair is not None:
        stop(session, repair, actor=PLATFORM, now=now)
        publish(session, Lifted(order.order_id, NAME, RECEIPT.format(day=legal_date(repair.decided_at or now))), now=now)


def holder() -> Holder:
    """Return the archive as a holder."""
    return Holder(NAME, "一户一档（部门间共享）", holds, lift)
