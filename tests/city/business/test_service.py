"""The weeks of business that the sample city has behind it."""

from collections import Counter

import pytest
from sqlalchemy import select, text

from supervision.city.business.features import weeks
from supervision.city.business.service import bring_in
from supervision.kernel.clock import legal_date
from supervision.kernel.db import reading
from supervision.notices.claiming.models import Claim
from supervision.notices.models import Notice, Step
from tests.factories.towns import EVENING


@pytest.fixture(scope="session")
def template(busy: str) -> str:
    return busy


def standing() -> list[tuple[object, ...]]:
    with reading() as session:
        columns = (Notice.number, Notice.name, Notice.item_code, Notice.department_id, Notice.state, Notice.feedback)
        return [tuple(row) for row in session.execute(select(*columns).order_by(Notice.number))]


def test_the_inboxes_the_pool_and_the_figures_have_something_to_show(database: str) -> None:
    states = Counter(state for *_rest, state, _feedback in standing())
    assert min(states[state] for state in ("pushed", "received", "answered", "pooled", "withdrawn")) > 4
    with reading() as session:
        feedbacks = set(session.scalars(select(Notice.feedback).where(Notice.feedback.is_not(None))))
        reasons = set(session.scalars(select(Notice.pool_reason).where(Notice.state == "pooled")))
        outcomes = set(session.scalars(select(Claim.outcome)))
        late = session.scalar(text("SELECT count(*) FROM notices.notice WHERE state = 'pushed' AND receive_by < '2026-11-20'"))
        held = session.scalar(text("SELECT count(*) FROM registration.entry WHERE state = 'held'"))
        ahead = session.scalar(select(Step.id).where(Step.at > EVENING).limit(1))
    assert len(feedbacks) >= 4
    assert {"no_item", "scope_empty", "division_unknown"} <= reasons
    assert {"won", "joined"} <= outcomes
    assert late
    assert held
    assert held >= 2
    assert ahead is None, "nobody acts in the future"


def test_a_second_seeding_changes_nothing(database: str) -> None:
    before = standing()
    bring_in(now=EVENING)
    assert standing() == before


def test_the_same_day_has_the_same_business() -> None:
    assert weeks(legal_date(EVENING)) == weeks(legal_date(EVENING))
    assert {item.entry.kind for item in weeks(legal_date(EVENING))} == {
        "establishment",
        "scope_change",
        "address_change",
        "revocation",
        "cancellation",
    }
