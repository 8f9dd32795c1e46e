"""Firms that were to get a licence, have none, and work all the same."""

from datetime import date

import pytest
from sqlalchemy import select

from supervision.duties.clues.models import Clue
from supervision.notices.closing.gaps import queries, service
from supervision.notices.errors import NoticeUnknown
from supervision.notices.states import NoticeState
from tests.factories.archive import SubjectFactory

BEFORE, AFTER = date(2026, 11, 1), date(2026, 11, 20)


def seen(at, notice, kind: str = "penalty", on: date = AFTER, **values):
    return SubjectFactory(at.session, notice.subject_id).record(kind, occurred_on=on, **values)


def shown(at, office=None) -> list[int]:
    return [gap.notice.id for gap in queries.gaps(at.session, at.clerk(office or at.city.east))]


@pytest.mark.parametrize("kind", ["penalty", "inspection", "complaint", "sampling", "report"])
def test_a_sign_after_the_registration_makes_a_gap(at, kind):
    notice = at.notice(at.city.east)
    seen(at, notice, kind)
    assert shown(at) == [notice.id]


@pytest.mark.parametrize(
    ("kind", "on"),
    [("penalty", BEFORE), ("penalty", date(2026, 11, 18)), ("honour", AFTER), ("licence", AFTER), ("penalty", None)],
)
def test_what_was_before_or_proves_nothing_does_not(at, kind, on):
    seen(at, at.notice(at.city.east), kind, on)
    assert shown(at) == []


@pytest.mark.parametrize("feedback", ["not_engaged", "cannot_contact"])
def test_an_answer_that_nobody_works_there_is_contradicted(at, feedback):
    notice = at.notice(at.city.east, NoticeState.ANSWERED, feedback=feedback)
    seen(at, notice)
    assert shown(at) == [notice.id]


@pytest.mark.parametrize("feedback", ["licensed", "filed", "not_required", "unlicensed"])
def test_an_answer_that_settles_it_leaves_no_gap(at, feedback):
    seen(at, at.notice(at.city.east, NoticeState.ANSWERED, feedback=feedback))
    assert shown(at) == []


@pytest.mark.parametrize(
    "values", [{"item_code": None, "item_name": ""}, {"reform_mode": "cancelled"}, {"kind": "cancellation"}]
)
def test_where_no_licence_is_asked_for_there_is_no_gap(at, values):
    seen(at, at.notice(at.city.east, **values))
    assert shown(at) == []


def test_the_latest_signs_are_shown_and_another_department_sees_none(at):
    notice = at.notice(at.city.east)
    for day in range(19, 27):
        seen(at, notice, "inspection", date(2026, 11, day), authority="东区市场监管局")
    gap = queries.gaps(at.session, at.clerk(at.city.east))[0]
    assert [sign.on.day for sign in gap.signs] == [26, 25, 24, 23, 22]
    assert shown(at, at.city.west) == []


def test_a_gap_becomes_one_clue(at):
    notice = at.notice(at.city.east)
    seen(at, notice)
    clerk = at.clerk(at.city.east)
    assert len({service.check(at.session, clerk, notice_id=notice.id, now=at.now) for _click in range(2)}) == 1
    clue = at.session.scalars(select(Clue)).one()
    assert (clue.source_kind, clue.subject_id) == ("licence_gap", notice.subject_id)
    with pytest.raises(NoticeUnknown):
        service.check(at.session, at.clerk(at.city.west), notice_id=notice.id, now=at.now)
