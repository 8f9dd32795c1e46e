"""What the reform left to be checked afterwards."""

from datetime import date

import pytest
from sqlalchemy import select

from supervision.duties.clues.models import Clue
from supervision.notices.closing.errors import AlreadySettled, FollowUpUnknown, NoteMissing
from supervision.notices.closing.following import queries, service
from supervision.notices.closing.following.rules import months_after
from supervision.notices.closing.models import CheckMatter, FollowUp
from supervision.notices.states import NoticeState

LATER = date(2027, 6, 1)


def followed(at, mode: str, **values):
    notice = at.notice(at.city.east, reform_mode=mode, item_code="SP002", item_name="仅销售预包装食品备案", **values)
    service.begin(at.session, notice_ids=[notice.id], now=at.now)
    return notice, at.session.scalars(select(FollowUp)).one_or_none()


def test_a_filing_is_expected_within_twenty_working_days(at):
    _notice, found = followed(at, "filing")
    assert (found.state, found.began_on, found.due_on, found.rule_code) == (
        "open",
        date(2026, 11, 18),
        date(2026, 12, 16),
        "NT-filing@1",
    )


def test_a_filing_that_is_reported_meets_it(at, licence, arrive):
    notice, found = followed(at, "filing")
    record = licence(notice, "仅销售预包装食品经营者备案")
    arrive()
    assert (notice.state, notice.feedback) == ("closed", "filed")
    assert (found.state, found.record_id) == ("met", record.id)


def test_a_commitment_is_verified_within_two_months_of_its_approval(at, licence, arrive):
    notice, found = followed(at, "commitment")
    assert (found.state, found.due_on) == ("awaiting", None)
    licence(notice, "预包装食品备案", occurred_on=date(2026, 11, 10))
    arrive()
    assert (found.state, found.began_on, found.due_on) == ("open", date(2026, 11, 10), date(2027, 1, 11))


@pytest.mark.parametrize(
    ("start", "end"),
    [(date(2026, 12, 31), date(2027, 2, 28)), (date(2026, 11, 10), date(2027, 1, 10)), (date(2027, 12, 1), date(2028, 2, 1))],
)
def test_two_months_end_on_the_same_day_or_the_last_of_the_month(start, end):
    assert months_after(start, 2) == end


def test_an_item_whose_approval_was_cancelled_goes_to_the_random_checks(at):
    notice, found = followed(at, "cancelled")
    matter = at.session.scalars(select(CheckMatter)).one()
    assert found is None
    assert (matter.subject_id, matter.department_id, matter.ended_on) == (notice.subject_id, at.city.east.id, None)
    assert [line.name for line in queries.matters(at.session, at.clerk(at.city.east), after=0)] == [notice.name]
    assert queries.matters(at.session, at.clerk(at.city.west), after=0) == []


@pytest.mark.parametrize("mode", ["optimised", None])
def test_ordinary_approval_is_not_followed(at, mode):
    assert followed(at, mode)[1] is None


def test_what_was_withdrawn_is_followed_no_longer(at):
    notice, found = followed(at, "filing")
    notice.state, notice.withdrawn_at = NoticeState.WITHDRAWN.value, at.now
    at.session.flush()
    service.end(at.session, notice_ids=[notice.id], now=at.now)
    at.session.refresh(found)
    assert found.state == "ended"


def test_a_notice_that_goes_elsewhere_takes_its_follow_up_along(at):
    notice, found = followed(at, "filing")
    notice.department_id = at.city.west.id
    at.session.flush()
    service.begin(at.session, notice_ids=[notice.id], now=at.now)
    at.session.refresh(found)
    assert (found.department_id, found.due_on) == (at.city.west.id, date(2026, 12, 16))


@pytest.mark.parametrize(
    ("feedback", "state"), [("filed", "met"), ("not_engaged", "ended"), ("not_required", "ended"), ("cannot_contact", "open")]
)
def test_an_answer_may_end_it(at, feedback, state):
    notice, found = followed(at, "filing")
    service.answered(at.session, notice_id=notice.id, feedback=feedback, now=at.now)
    assert found.state == state


def test_what_is_false_becomes_one_clue(at):
    _notice, found = followed(at, "filing")
    clerk = at.clerk(at.city.east)
    with pytest.raises(NoteMissing):
        service.verify(at.session, clerk, follow_up_id=found.id, true=False, note=" ", now=at.now)
    for _click in range(2):
        service.verify(at.session, clerk, follow_up_id=found.id, true=False, note="现场有散装食品", now=at.now)
    clue = at.session.scalars(select(Clue)).one()
    assert (found.state, clue.source_kind, clue.department_id) == ("false", "follow_up", at.city.east.id)
    assert "现场有散装食品" in clue.content
    with pytest.raises(AlreadySettled):
        service.verify(at.session, clerk, follow_up_id=found.id, true=True, note="", now=at.now)


def test_another_department_does_not_verify(at):
    _notice, found = followed(at, "filing")
    with pytest.raises(FollowUpUnknown):
        service.verify(at.session, at.clerk(at.city.west), follow_up_id=found.id, true=True, note="", now=at.now)


def test_what_is_late_stands_in_front(at):
    _notice, found = followed(at, "filing")
    clerk = at.clerk(at.city.east)
    late = queries.follow_ups(at.session, clerk, view="late", after=0, today=LATER)
    assert [line.follow_up.id for line in late] == [found.id]
    assert late[0].late(LATER)
    assert queries.follow_ups(at.session, clerk, view="late", after=0, today=found.due_on) == []
    assert queries.late(at.session, clerk, today=LATER) == 1
