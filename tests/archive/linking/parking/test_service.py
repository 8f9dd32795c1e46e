from datetime import UTC, date, datetime

import pytest

from supervision.archive.linking import queries
from supervision.archive.linking.parking.errors import NothingToPark, QueueChanged
from supervision.archive.linking.parking.service import park
from supervision.archive.linking.rating.service import rate
from supervision.archive.linking.relinking.service import relink
from supervision.kernel.access import Principal, Scope
from supervision.kernel.db import reading, transaction
from tests.factories.rows import ask, uscc

NOW = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
EVERYWHERE = Principal("person", 1, "林某某", permissions=frozenset({"archive.link"}), scopes=(Scope(),))
NOWHERE = Principal("person", 2, "沈某某", permissions=frozenset({"archive.link"}), scopes=(Scope("/999/"),))
INSPECTION = {"authority": "云汀市应急管理局", "result": "合格", "occurred_on": date(2026, 5, 6)}


@pytest.fixture
def unknown(door):
    """Three counterparts that resemble nothing, compared already."""
    door.load("registration", {"name": "云汀禾木速冻食品有限公司", "code": uscc(1)})
    door.load("inspection", *({**INSPECTION, "subject_name": f"望舒机械{number}厂"} for number in "甲乙丙"))
    with transaction() as session:
        rate(session)
    return door


def put_aside(principal=EVERYWHERE, *, confirmed=3, last_id=None):
    with transaction() as session:
        latest = queries.last_id(session) if last_id is None else last_id
        return park(session, principal, confirmed=confirmed, last_id=latest, now=NOW)


def test_what_was_not_found_is_put_aside_as_one_decision_in_the_audit(unknown):
    assert put_aside() == 3
    assert ask("SELECT DISTINCT outlook, settled_at FROM archive.candidate") == [("parked", None)]
    found = ask("SELECT actor, detail::jsonb->>'count' FROM kernel.audit_entry WHERE action = 'archive.link.park'")
    assert found == [("林某某", "3")]


def test_nothing_happens_where_the_number_is_not_the_one_that_was_confirmed(unknown):
    with pytest.raises(QueueChanged, match="2"):
        put_aside(confirmed=2)
    assert ask("SELECT DISTINCT outlook FROM archive.candidate") == [("none",)]


def test_a_question_that_came_after_the_count_is_not_put_aside(unknown):
    with reading() as session:
        counted = queries.last_id(session) - 1
    assert put_aside(confirmed=2, last_id=counted) == 2


def test_nobody_puts_aside_what_another_district_asks(unknown):
    with pytest.raises(NothingToPark):
        put_aside(NOWHERE)


def test_a_registration_that_comes_later_still_finds_what_was_put_aside(unknown):
    put_aside()
    unknown.load("registration", {"name": "望舒机械甲厂", "code": uscc(2)})
    with transaction() as session:
        relink(session, after=0, now=NOW)
    assert ask("SELECT subject_name, reason FROM archive.candidate WHERE outlook = 'likely'") == [("望舒机械甲厂", "name_only")]
