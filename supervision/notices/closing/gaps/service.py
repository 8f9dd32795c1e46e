"""A gap that somebody has to look into becomes a clue, once."""

from datetime import datetime

from sqlalchemy.orm import Session

from supervision.duties.clues.service import hand_over
from supervision.kernel.access import Principal
from supervision.notices.closing.gaps import queries
from supervision.notices.errors import NoticeUnknown


def check(session: Session, principal: Principal, *, notice_id: int, now: datetime) -> int:
    """Hand a gap over to be checked and return the clue; the same gap again is the same clue."""
    found = queries.gaps(session, principal, notice_id=notice_id)
    if not found or found[0].notice.department_id != principal.department_id:
        raise NoticeUnknown
    gap = found[0]
    signs = "；".join(f"{sign.on.isoformat()} {sign.words}" for sign in gap.signs)
    return hand_over(
        session,
        source_kind="licence_gap",
        source_id=gap.notice.id,
        subject_id=gap.notice.subject_id,
        content=f"未见“{gap.notice.item_name}”许可，登记后有经营迹象（{gap.notice.number}）：{signs}",
        department_id=gap.notice.department_id or 0,
        actor=principal.name,
        now=now,
    )
