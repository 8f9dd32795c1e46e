"""What departments do with their notices in the days after: the same for the same notices."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from sqlalchemy.orm import Session

from supervision.city.business import queries
from supervision.city.schemas import chance, words
from supervision.kernel.access import Principal
from supervision.kernel.db import transaction
from supervision.notices.claiming import service as claiming
from supervision.notices.claiming.service import Claimant
from supervision.notices.handling import service as handling
from supervision.notices.handling.service import Answer, Given
from supervision.notices.models import Notice
from supervision.notices.states import Feedback, NoticeState

NAMESPACE = UUID("b0b6a2de-6f0a-5d3e-8d6c-9b1f3a5c7e90")
SLOW, RETURNED, ANSWERED, CLAIMED, TWICE = 0.18, 0.05, 0.62, 0.4, 0.2
TOGETHER = 40


def cope(*, now: datetime) -> None:
    """Let each notice take its course until now."""
    with transaction() as session:
        notices, clerks = queries.open_notices(session, until=now - timedelta(hours=20)), queries.clerks(session)
    for start in range(0, len(notices), TOGETHER):
        with transaction() as session:
            for one in notices[start : start + TOGETHER]:
                course = Course(session, clerks, one.made_at, now, tuple(chance(one.dedup_key).random(4)))
                if one.state == NoticeState.POOLED:
                    course.claim(one.id)
                elif one.department_id in clerks:
                    course.handle(one.id, clerks[one.department_id])


class Course:
    """The days after a notice was made, as one throw of the dice has them."""

    def __init__(
        self,
        session: Session,
        clerks: Mapping[int, Principal],
        made_at: datetime,
        now: datetime,
        throw: tuple[float, ...],
    ) -> None:
        self._session, self._clerks, self._now = session, clerks, now
        self._made_at, self._throw = made_at, throw

    def handle(self, notice_id: int, clerk: Principal) -> None:
        """Receive, and perhaps answer or return: some within the period, some after it, some not yet."""
        first, second, third, fourth = self._throw
        notice = self._session.get_one(Notice, notice_id)
        received = self._made_at + timedelta(hours=3 + first * 60 if first > SLOW else 24 * 7)
        if notice.state == NoticeState.PUSHED and received < self._now:
            handling.receive(self._session, notice, self._given(clerk, received, notice_id, "receive"))
        if notice.state != NoticeState.RECEIVED:
            return
        later = received + timedelta(hours=2 + second * 170)
        if third >= RETURNED:
            self._answer_later(notice, clerk, later)
        elif later < self._now:
            reason = _chosen(words("business")["returns"], fourth)
            handling.return_(self._session, notice, self._given(clerk, later, notice_id, "return"), reason=reason)

    def _answer_later(self, notice: Notice, clerk: Principal, later: datetime) -> None:
        if later < self._now and self._throw[2] < ANSWERED:
            handling.answer(self._session, notice, _answer(self._throw[3]), self._given(clerk, later, notice.id, "answer"))

    def claim(self, notice_id: int) -> None:
        """Claim some of the pool, a few of them by two departments."""
        first, second, third, _fourth = self._throw
        when = self._made_at + timedelta(hours=4 + second * 120)
        if first > CLAIMED or when >= self._now:
            return
        offices = sorted(self._clerks)
        one = offices[int(third * len(offices)) % len(offices)]
        self._claim(notice_id, one, when)
        self._answer_later(self._session.get_one(Notice, notice_id), self._clerks[one], when + timedelta(days=1))
        if first < TWICE:
            other = offices[(offices.index(one) + 1) % len(offices)]
            self._claim(notice_id, other, when + timedelta(minutes=40))
            if first < TWICE / 2:
                claiming.join(self._session, notice_id=notice_id, claimant=self._claimant(other, when + timedelta(hours=1)))

    def _claim(self, notice_id: int, office: int, when: datetime) -> None:
        key = uuid5(NAMESPACE, f"{notice_id}|claim|{office}")
        claiming.claim(self._session, notice_id=notice_id, claimant=self._claimant(office, when, key))

    def _claimant(self, office: int, when: datetime, key: UUID | None = None) -> Claimant:
        reason = _chosen(words("business")["claims"], self._throw[3])
        return Claimant(office, self._clerks[office].name, when, reason, key)

    def _given(self, clerk: Principal, when: datetime, notice_id: int, act: str) -> Given:
        return Given(clerk, when, uuid5(NAMESPACE, f"{notice_id}|{act}"))


def _chosen(options: list[str], throw: float) -> str:
    return options[int(throw * len(options)) % len(options)]


def _answer(throw: float) -> Answer:
    options = [item for item in words("business")["answers"] for _ in range(item["weight"])]
    chosen = options[int(throw * len(options)) % len(options)]
    return Answer(Feedback(chosen["feedback"]), chosen["text"])
