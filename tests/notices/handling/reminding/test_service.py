"""Who is told of which period, and once."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select, text

from supervision.notices.handling.deadlines.queries import clocks_on
from supervision.notices.handling.reminding import queries, service
from supervision.notices.handling.reminding.models import NoticeReminder
from supervision.notices.handling.reminding.states import Level
from supervision.notices.models import Step
from supervision.notices.states import NoticeState as S

TODAY = date(2026, 11, 18)  # the factory's day, a Wednesday


@pytest.fixture
def clocks(session):
    return clocks_on(session, on=TODAY)


def told(session, level) -> list[int]:
    return list(
        session.scalars(select(NoticeReminder.notice_id).where(NoticeReminder.level == level.value).order_by("notice_id"))
    )


class TestTelling:
    def test_the_office_a_day_before_the_head_a_day_after_the_city_after_five(self, session, at, clocks):
        days = {"明天": 1, "今天": 0, "昨天": -1, "上周": -7, "以后": 2}
        made = {name: at.notice(at.city.tax, receive_by=TODAY + timedelta(days=after)).id for name, after in days.items()}
        for level in Level:
            service.remind(session, level, clocks=clocks, now=at.now)
        assert told(session, Level.OFFICE) == sorted(made[name] for name in ("明天", "今天", "昨天", "上周"))
        assert told(session, Level.HEAD) == sorted(made[name] for name in ("昨天", "上周"))
        assert told(session, Level.CITY) == [made["上周"]]

    def test_once_for_a_period_and_again_for_the_next(self, session, at, clocks):
        notice = at.notice(at.city.tax, receive_by=TODAY)
        assert [service.remind(session, Level.OFFICE, clocks=clocks, now=at.now) for _ in range(2)] == [1, 0]
        notice.state, notice.received_at, notice.answer_by = "received", at.now, TODAY
        session.flush()
        assert service.remind(session, Level.OFFICE, clocks=clocks, now=at.now) == 1

    def test_it_stands_in_the_history_and_disturbs_no_open_form(self, session, at, clocks):
        notice = at.notice(at.city.tax, receive_by=TODAY - timedelta(days=1))
        service.remind(session, Level.HEAD, clocks=clocks, now=at.now)
        session.refresh(notice)
        step = session.scalars(select(Step).where(Step.notice_id == notice.id)).one()
        assert (step.action, step.actor, step.reason, notice.revision) == ("escalate", "平台", "提请部门负责人", 1)

    def test_what_nobody_claimed_in_time_concerns_the_city(self, session, at, clocks):
        notice = at.notice(None, S.POOLED, claim_by=TODAY - timedelta(days=1))
        at.notice(None, S.POOLED, claim_by=TODAY)
        for level in Level:
            service.remind(session, level, clocks=clocks, now=at.now)
        assert (told(session, Level.OFFICE), told(session, Level.HEAD), told(session, Level.CITY)) == ([], [], [notice.id])

    def test_the_news_is_told_in_sets(self, session, at, clocks, monkeypatch):
        monkeypatch.setattr(service, "AT_ONCE", 2)
        for _ in range(3):
            at.notice(at.city.tax, receive_by=TODAY)
        assert [service.remind(session, Level.OFFICE, clocks=clocks, now=at.now) for _ in range(3)] == [2, 1, 0]
        sent = session.execute(text("SELECT payload FROM kernel.outbox_event WHERE name = 'notices.reminded'")).scalars()
        assert sorted(len(event["notice_ids"]) for event in sent) == [1, 2]

    def test_what_is_done_is_left_in_peace(self, session, at, clocks):
        at.notice(at.city.tax, S.ANSWERED, receive_by=TODAY - timedelta(days=99), answer_by=TODAY - timedelta(days=90))
        assert [service.remind(session, level, clocks=clocks, now=at.now) for level in Level] == [0, 0, 0]


class TestLate:
    def test_offices_are_counted_in_ones_reach(self, session, at):
        at.notice(at.city.east, receive_by=TODAY - timedelta(days=9))
        at.notice(at.city.east, S.RECEIVED, answer_by=TODAY - timedelta(days=2))
        at.notice(at.city.tax, receive_by=TODAY - timedelta(days=9))
        found = queries.late_offices(session, at.clerk(at.city.bureau), until=TODAY - timedelta(days=1))
        assert [(one.id, one.receive, one.answer, one.oldest) for one in found] == [
            (at.city.east.id, 1, 1, TODAY - timedelta(days=9))
        ]
        assert queries.late_count(session, at.clerk(at.city.bureau), until=TODAY - timedelta(days=1)) == 2

    def test_the_first_page_counts_what_is_due_and_what_is_late(self, session, at):
        for days in (-1, 0, 1):
            at.notice(at.city.tax, receive_by=TODAY + timedelta(days=days))
        at.notice(at.city.tax, S.RECEIVED, answer_by=TODAY)
        found = queries.due_by_state(session, department_id=at.city.tax.id, today=TODAY)
        assert (found.receive, found.answer, found.late_receive, found.late_answer) == (2, 1, 1, 0)
