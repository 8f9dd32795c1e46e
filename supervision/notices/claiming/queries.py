"""What waits in the pool, and what became of a department's claims."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from supervision.accounts.models import Department
from supervision.kernel.divisions import prefix
from supervision.licensing.catalogue.queries import catalogue
from supervision.licensing.offices.queries import offices
from supervision.licensing.offices.schemas import Office
from supervision.notices.claiming.models import Claim
from supervision.notices.claiming.schemas import Asked, Claimed, Pool, Waiting
from supervision.notices.claiming.states import ClaimOutcome
from supervision.notices.errors import NoticeUnknown
from supervision.notices.models import Notice
from supervision.notices.states import NoticeKind, NoticeState, PoolReason
from supervision.registration.recording.models import Entry

POOLED: Final = Notice.state == NoticeState.POOLED
SHOWN_WORDS: Final = frozenset({"word", "code", "action"})
LATEST: Final = 200


def pool(session: Session, asked: Asked, *, today: date) -> Pool:
    """Return a part of the pool, the newest first, and the counts by reason of all that fits."""
    wanted = [POOLED, *_conditions(asked)]
    counts = session.execute(select(Notice.pool_reason, func.count()).where(*wanted).group_by(Notice.pool_reason))
    chosen = [*wanted, *([Notice.pool_reason == asked.reason] if asked.reason else [])]
    overdue = session.scalar(select(func.count()).where(*chosen, Notice.claim_by < today)) or 0
    page = (
        select(Notice, _claims(), Entry.scope)
        .join(Entry, Entry.id == Notice.entry_id)
        .where(*chosen, *([Notice.id < asked.after] if asked.after else []))
    )
    rows = session.execute(page.order_by(Notice.id.desc()).limit(asked.size + 1)).all()
    lines = [_waiting(*row) for row in rows[: asked.size]]
    following = lines[-1].id if len(rows) > asked.size else None
    return Pool(lines, {str(reason): count for reason, count in counts}, overdue, following)


def _conditions(asked: Asked) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if asked.division:
        found.append(Notice.division.startswith(prefix(asked.division), autoescape=True))
    if asked.q:
        found.append(_contains(asked.q))
    return found


def _contains(words: str) -> ColumnElement[bool]:
    return or_(
        Notice.name.contains(words, autoescape=True),
        Notice.item_name.contains(words, autoescape=True),
        Notice.number.contains(words, autoescape=True),
        Notice.code.contains(words.upper().replace(" ", ""), autoescape=True),
    )


def _claims() -> Any:
    return select(func.count()).where(Claim.notice_id == Notice.id).correlate(Notice).scalar_subquery()


def _waiting(notice: Notice, claims: int, scope: str | None) -> Waiting:
    return Waiting(
        id=notice.id,
        number=notice.number,
        subject_id=notice.subject_id,
        name=notice.name,
        code=notice.code,
        kind=NoticeKind(notice.kind),
        item_code=notice.item_code,
        item_name=notice.item_name,
        certainty=notice.certainty,
        words=list(dict.fromkeys(span["text"] for span in notice.spans if span.get("role") in SHOWN_WORDS)),
        division=notice.division,
        pool_reason=PoolReason(notice.pool_reason or PoolReason.RETURNED),
        pool_text=notice.pool_text or "",
        made_at=notice.made_at,
        claim_by=notice.claim_by,
        claims=claims,
        scope=scope or "",
    )


def waiting_count(session: Session) -> int:
    """Return how many notices wait to be claimed."""
    return session.scalar(select(func.count()).where(POOLED)) or 0


def divisions(session: Session) -> Sequence[str]:
    """Return the divisions that the pool holds something of."""
    return [code for code in session.scalars(select(Notice.division).where(POOLED).distinct()) if code]


def notice(session: Session, notice_id: int) -> Notice:
    """Return a notice or refuse."""
    found = session.get(Notice, notice_id)
    if found is None:
        raise NoticeUnknown
    return found


def claim_of(session: Session, *, notice_id: int, department_id: int) -> Claim | None:
    """Return what a department's last claim of a notice came to."""
    mine = select(Claim).where(Claim.notice_id == notice_id, Claim.department_id == department_id)
    return session.scalar(mine.order_by(Claim.id.desc()).limit(1))


def claim_of_request(session: Session, request_key: UUID | None) -> Claim | None:
    """Return the claim that a form made before."""
    return session.scalar(select(Claim).where(Claim.request_key == request_key)) if request_key else None


def winner(session: Session, notice_id: int) -> Claim | None:
    """Return the claim by which a notice has its holder."""
    return session.scalar(select(Claim).where(Claim.notice_id == notice_id, Claim.outcome == ClaimOutcome.WON))


def office_ids(session: Session, notice: Notice, *, on: date) -> frozenset[int]:
    """Return the departments that the catalogue names for a notice's item where the firm is."""
    item = catalogue(session, on=on).items.get(notice.item_code) if notice.item_code else None
    if item is None:
        return frozenset()
    found = offices(session, on=on).find_all(item, notice.division)
    return frozenset(one.department_id for one in found if isinstance(one, Office))


def claims(session: Session, *, department_id: int) -> Sequence[Claimed]:
    """Return a department's claims, the newest first."""
    holder = select(Department.short_name).where(Department.id == Notice.department_id).scalar_subquery()
    statement = (
        select(Claim, Notice, holder)
        .join(Notice, Notice.id == Claim.notice_id)
        .where(Claim.department_id == department_id)
        .order_by(Claim.id.desc())
        .limit(LATEST)
    )
    return [_claimed(*row) for row in session.execute(statement)]


def _claimed(claim: Claim, about: Notice, holder: str | None) -> Claimed:
    return Claimed(
        id=claim.id,
        notice_id=about.id,
        number=about.number,
        name=about.name,
        code=about.code,
        item_name=about.item_name,
        claimed_at=claim.claimed_at,
        claimed_by=claim.claimed_by,
        outcome=claim.outcome,
        rule=claim.rule,
        reason=claim.reason,
        holder=holder,
        state=about.state,
        joined_notice_id=claim.joined_notice_id,
    )
