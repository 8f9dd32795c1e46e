"""A department's system fetches its notices, receives and answers them."""

from uuid import uuid4

import pytest
from sqlalchemy import select

from supervision.accounts.authenticate.service import forget_keys
from supervision.kernel.db import reading, transaction
from supervision.notices.delivery import service
from supervision.notices.delivery.models import Delivery
from supervision.notices.models import Notice, Step
from tests.factories.districts import key_for
from tests.factories.inbox import Desk, desk


@pytest.fixture
def at(database) -> Desk:
    forget_keys()
    with transaction() as session:
        return desk(session)


@pytest.fixture
def system(client, at):
    headers = {"Authorization": f"Bearer {key_for(at.city.east, 'notices.read', 'notices.handle')}"}

    def ask(method: str, path: str, **more):
        return client.open(f"/api/v1/notices{path}", method=method, headers=headers, **more)

    return ask


def push(at: Desk, count: int, office=None) -> list[int]:
    """Push notices to an office, in a transaction of their own."""
    office = office or at.city.east
    with transaction() as session:
        at.session = session
        made = [at.notice(office).id for _ in range(count)]
        for notice_id in made:
            step = {"action": "push", "state": "pushed", "at": at.now, "actor": "platform"}
            session.add(Step(notice_id=notice_id, to_department_id=office.id, **step))
        session.flush()
        service.dispatch(session, notice_ids=made, now=at.now)
    return made


def fetch(system, limit: int = 2) -> list[int]:
    """Fetch everything, part by part."""
    found, since, more = [], 0, True
    while more:
        answer = system("GET", f"?since={since}&limit={limit}").json
        found += [item["notice"]["id"] for item in answer["items"]]
        since, more = answer["next"], answer["more"]
    return found


def test_going_on_from_the_cursor_misses_nothing_and_repeats_nothing(at, system):
    mine = push(at, 5)
    push(at, 2, at.city.west)
    assert fetch(system) == mine
    with reading() as session:
        taken = select(Delivery.receipt).where(Delivery.fetched_at.is_not(None))
        assert set(session.scalars(taken)) == {"已由部门系统通过接口取走"}
        assert len(session.scalars(taken).all()) == 5


def test_a_cursor_with_nothing_behind_it_stays(at, system):
    push(at, 1)
    first = system("GET", "").json
    assert system("GET", f"?since={first['next']}").json == {"items": [], "next": first["next"], "more": False}


def test_feed_rows_are_committed_in_the_order_of_their_cursors(at, database):
    """While one transaction puts notices on their way, another waits: a cursor never jumps over what is not there yet."""
    with transaction() as first:
        service.dispatch(first, notice_ids=[], now=at.now)
        with transaction() as second:
            free = second.scalar(select(service.func.pg_try_advisory_xact_lock(service.FEED)))
    assert free is False


def test_a_system_receives_and_answers_once(at, system):
    notice_id = push(at, 1)[0]
    key = str(uuid4())
    first = system("POST", f"/{notice_id}/receipt", json={"request_key": key})
    assert (first.status_code, first.json["state"]) == (200, "received")
    assert system("POST", f"/{notice_id}/receipt", json={"request_key": key}).json == first.json
    said = {"request_key": str(uuid4()), "feedback": "licensed", "text": "已发证"}
    assert system("POST", f"/{notice_id}/feedback", json=said).json["feedback"] == "licensed"
    assert system("POST", f"/{notice_id}/feedback", json=said).status_code == 200
    assert system("POST", f"/{notice_id}/feedback", json={**said, "request_key": str(uuid4())}).status_code == 409
    with reading() as session:
        assert len(session.scalars(select(Step).where(Step.notice_id == notice_id, Step.action == "answer")).all()) == 1


def test_another_departments_notice_is_not_there(at, system):
    notice_id = push(at, 1, at.city.west)[0]
    assert system("POST", f"/{notice_id}/receipt", json={"request_key": str(uuid4())}).status_code == 404
    with reading() as session:
        assert session.get_one(Notice, notice_id).state == "pushed"


@pytest.mark.parametrize("sent", [{}, {"request_key": "7"}, {"request_key": str(uuid4()), "feedback": "maybe"}])
def test_a_wrong_answer_is_refused(at, system, sent):
    notice_id = push(at, 1)[0]
    assert system("POST", f"/{notice_id}/feedback", json=sent).status_code == 422
