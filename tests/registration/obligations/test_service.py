from datetime import date

import pytest

from supervision.kernel.db import transaction
from supervision.registration.obligations import rules
from supervision.registration.obligations.service import let_fall_due, oblige
from supervision.registration.obligations.states import OBLIGATION, ObligationAction, ObligationState
from tests.factories.districts import colleague
from tests.factories.rows import ask
from tests.registration.conftest import FIRM, change, establishment


@pytest.fixture
def lose(desk):
    """Say that the only firm lost a licence and return the duty."""

    def lost(began_on: date | None = date(2026, 11, 12), **values: object) -> int:
        given = {"item_code": "SP01", "item_name": "食品经营许可", "ground": "revoked", "licence_record_id": 7, **values}
        with transaction() as session:
            return oblige(session, subject_id=1, began_on=began_on, now=desk.now(), **given)

    return lost


def duties() -> list[tuple[object, ...]]:
    return ask("SELECT state, began_on::text, due_on::text, met_by_entry_id FROM registration.obligation ORDER BY id")


def test_a_lost_licence_gives_thirty_days(desk, lose):
    desk.take(establishment())
    lose()
    assert duties() == [("open", "2026-11-12", "2026-12-14", None)], "the 12th is a Saturday, so that Monday is the last day"
    assert ask("SELECT rule_code, division FROM registration.obligation") == [("DL33@1", "310115")]
    assert ask("SELECT summary FROM archive.event WHERE kind = 'registration_duty'") == [
        ("应变更经营范围；食品经营许可，许可证被吊销，2026-12-14 前变更登记或办理注销",)
    ]


def test_a_day_that_is_not_known_is_today(desk, lose):
    desk.take(establishment())
    lose(began_on=None)
    assert duties()[0][1:3] == ("2026-11-22", "2026-12-22")


def test_a_licence_lost_before_the_rule_is_counted_by_todays(desk, lose):
    desk.take(establishment())
    lose(began_on=date(2021, 5, 1))
    assert duties()[0][1:3] == ("2021-05-01", "2021-05-31")


def test_the_same_loss_obliges_once(desk, lose, told):
    desk.take(establishment())
    assert lose() == lose()
    assert lose(licence_record_id=None) == lose(licence_record_id=None)
    assert len(duties()) == 2
    assert len(told("registration.scope_to_be_changed")) == 2


@pytest.mark.parametrize("kind", ["scope_change", "cancellation"])
def test_a_later_change_or_cancellation_meets_the_duty(desk, lose, told, kind):
    desk.take(establishment())
    lose()
    entry_id = desk.take(change(kind=kind))[0].entry_id
    assert duties() == [("met", "2026-11-12", "2026-12-14", entry_id)]
    assert told("registration.scope_changes_made") == [{"obligation_ids": [1]}]


def test_what_happened_before_or_is_something_else_does_not(desk, lose):
    desk.take(establishment())
    lose()
    desk.take(change(occurred_on="2026-11-11"), change(source_no="D1", kind="address_change"))
    assert duties()[0][0] == "open"


def test_a_change_that_came_before_the_news_of_the_loss_meets_it_at_once(desk, lose):
    desk.take(establishment(), change())
    lose()
    assert duties()[0][0] == "met"


def test_what_is_not_met_in_time_is_marked_and_can_still_be_met(desk, lose):
    desk.take(establishment())
    lose(began_on=date(2026, 9, 1))
    with transaction() as session:
        assert let_fall_due(session, now=desk.now()) == 1
        assert let_fall_due(session, now=desk.now()) == 0
    assert duties()[0][0] == "overdue"
    desk.take(change())
    assert duties()[0][0] == "met"


def test_every_move_leads_where_it_should():
    moves = {(state, action): target for state, action, target in OBLIGATION}
    assert moves == {
        (ObligationState.OPEN, ObligationAction.MEET): ObligationState.MET,
        (ObligationState.OPEN, ObligationAction.EXPIRE): ObligationState.OVERDUE,
        (ObligationState.OVERDUE, ObligationAction.MEET): ObligationState.MET,
    }


@pytest.mark.parametrize(
    ("day", "words"),
    [(1, ("逾期 9 日", "bad")), (10, ("今天到期", "warn")), (15, ("还有 5 日", "warn")), (20, ("还有 10 日", "mute"))],
)
def test_what_is_left_is_said_in_words(day, words):
    assert rules.due_in_words(date(2026, 11, day), on=date(2026, 11, 10)) == words


def test_the_page_shows_the_duties_of_the_own_district(desk, lose, app):
    desk.take(establishment())
    lose(began_on=date(2026, 9, 1))
    east, west = colleague(app, desk.city.east, "registrar"), colleague(app, desk.city.west, "registrar")
    page = east.get("/registrations/obligations").text
    assert FIRM in page
    assert "逾期" in page
    assert FIRM not in west.get("/registrations/obligations").text
    desk.take(change())
    assert FIRM not in east.get("/registrations/obligations").text
    assert "业务 B1" in east.get("/registrations/obligations?state=met").text
