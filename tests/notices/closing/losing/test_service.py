"""A licence that ran out or was taken away goes back to the registrar, unless another took its place."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from supervision.notices.closing.losing import service
from supervision.registration.obligations.models import Obligation

YESTERDAY = date(2026, 11, 17)


def sent_back(at) -> list[tuple[str, str, date]]:
    """Run the nightly look twice; return the duties that stand."""
    at.session.flush()
    for _night in range(2):
        service.send_back(at.session, service.lost(at.session, now=at.now), now=at.now)
    rows = at.session.scalars(select(Obligation).order_by(Obligation.id))
    return [(row.item_code, row.ground, row.began_on) for row in rows]


@pytest.fixture
def firm_id(at) -> int:
    return at.entry().subject_id


def test_a_licence_that_ran_out_yesterday_is_told_of_once(at, licence, firm_id):
    licence(firm_id, "烟草专卖零售许可证", valid_to=YESTERDAY)
    assert sent_back(at) == [("SP010", "expired", YESTERDAY)]


def test_its_clock_is_thirty_days(at, licence, firm_id):
    licence(firm_id, "烟草专卖零售许可证", valid_to=YESTERDAY)
    sent_back(at)
    assert at.session.scalars(select(Obligation.due_on)).one() == YESTERDAY + timedelta(days=30)


@pytest.mark.parametrize("valid_to", [date(2026, 11, 18), date(2027, 1, 1), None, date(2026, 1, 1)])
def test_one_that_holds_or_was_over_long_ago_is_not(at, licence, firm_id, valid_to):
    licence(firm_id, "烟草专卖零售许可证", valid_to=valid_to)
    assert sent_back(at) == []


def test_one_that_was_renewed_is_not(at, licence, firm_id):
    licence(firm_id, "烟草专卖零售许可证", valid_to=YESTERDAY)
    licence(firm_id, "烟草专卖零售许可证延续", valid_to=date(2031, 11, 17))
    assert sent_back(at) == []


@pytest.mark.parametrize(("result", "ground"), [("吊销", "revoked"), ("已注销", "cancelled"), ("撤回", "cancelled")])
def test_one_that_was_taken_away_is_told_of(at, licence, firm_id, result, ground):
    licence(firm_id, "烟草专卖零售许可证", result=result, occurred_on=date(2026, 11, 12))
    assert sent_back(at) == [("SP010", ground, date(2026, 11, 12))]


@pytest.mark.parametrize("values", [{"item": "云汀特种证照"}, {"matched": "name"}, {"known_to": "now"}])
def test_what_is_no_item_or_nobodys_or_no_longer_believed_is_not(at, licence, firm_id, values):
    values = {name: at.now if value == "now" else value for name, value in values.items()}
    licence(firm_id, values.pop("item", "烟草专卖零售许可证"), valid_to=YESTERDAY, **values)
    assert sent_back(at) == []
