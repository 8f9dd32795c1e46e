"""The weeks of business that the sample city has behind it."""

from collections import Counter
from datetime import UTC, datetime

import pytest
from sqlalchemy import select, text

from supervision.city.business.features import weeks
from supervision.city.business.service import bring_in
from supervision.city.service import found_offices, hire, share_functions
from supervision.kernel.clock import legal_date
from supervision.kernel.db import reading, transaction
from supervision.notices.claiming.models import Claim
from supervision.notices.models import Notice, Step

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@pytest.fixture
def founded(database: str) -> None:
    with transaction() as session:
        found_offices(session, now=NOW)
        share_functions(session, now=NOW)
        hire(session, now=NOW)


def standing() -> list[tuple[object, ...]]:
    with reading() as session:
        columns = (Notice.number, Notice.name, Notice.item_code, Notice.department_id, Notice.state, Notice.feedback)
        return [tuple(row) for row in session.execute(select(*columns).order_by(Notice.number))]


def test_the_inboxes_the_pool_and_the_figures_have_something_to_show(founded: None) -> None:
    assert bring_in(now=NOW) > 120
    states = Counter(state for *_rest, state, _feedback in standing())
    assert min(states[state] for state in ("pushed", "received", "answered", "pooled", "withdrawn")) > 4
    with reading() as session:
        feedbacks = set(session.scalars(select(Notice.feedback).where(Notice.feedback.is_not(None))))
        reasons = set(session.scalars(select(Notice.pool_reason).where(Notice.state == "pooled")))
        outcomes = set(session.scalars(select(Claim.outcome)))
        late = session.scalar(text("SELECT count(*) FROM notices.notice WHERE state = 'pushed' AND receive_by < '2026-11-20'"))
        held = session.scalar(text("SELECT count(*) FROM registration.entry WHERE state = 'held'"))
        ahead = session.scalar(select(Step.id).where(Step.at > NOW).limit(1))
    assert len(feedbacks) >= 4
    assert {"no_item", "scope_empty", "division_unknown"} <= reasons
    assert {"won", "joined"} <= outcomes
    assert late
    assert held
    assert held >= 2
    assert ahead is None, "nobody acts in the future"


def test_a_second_seeding_changes_nothing(founded: None) -> None:
    bring_in(now=NOW)
    before = standing()
    bring_in(now=NOW)
    assert standing() == before


def test_the_same_day_has_the_same_business() -> None:
    assert weeks(legal_date(NOW)) == weeks(legal_date(NOW))
    assert {item.entry.kind for item in weeks(legal_date(NOW))} == {
        "establishment",
        "scope_change",
        "address_change",
        "revocation",
        "cancellation",
    }
