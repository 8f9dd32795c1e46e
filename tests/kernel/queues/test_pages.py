from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from supervision.kernel.access import AccessPolicy, Principal, Scope
from supervision.kernel.db import reading, transaction
from supervision.kernel.module import Module, Platform, Subscriber
from supervision.kernel.outbox import publish
from supervision.kernel.outbox.queries import parked
from supervision.kernel.outbox.service import MAX_ATTEMPTS, deliver
from supervision.kernel.queues import enqueue
from supervision.kernel.queues.models import Job
from supervision.kernel.queues.module import MODULE
from supervision.kernel.queues.queries import job_by_id
from supervision.kernel.queues.service import enqueue_tick
from supervision.kernel.queues.states import JobState
from supervision.kernel.queues.working.service import execute
from supervision.kernel.settings import Settings
from tests.factories.application import application
from tests.factories.letters import LetterSent, Reader
from tests.factories.work import COUNTING

NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
MAY = frozenset({"jobs.read"})
OPERATOR = Principal("user", 1, "市级运营", 1, permissions=MAY | {"jobs.manage"}, scopes=(Scope(),))
OF_SEVEN = Principal("user", 2, "沈某某", 7, permissions=MAY, scopes=(Scope("/1/7/"),))
OF_EIGHT = Principal("user", 3, "顾某某", 8, permissions=MAY, scopes=(Scope("/1/8/"),))
WITHOUT = Principal("user", 4, "陆某某", 7, scopes=(Scope("/1/7/"),))
As = Callable[[Principal], FlaskClient]


class _Refusing(Reader):
    def handle(self, *_arguments: Any) -> None:
        raise ValueError("对方没有应答")


PLATFORM = Platform(
    (MODULE, *COUNTING.modules, Module("t", "t", subscribers=(Subscriber("notices", LetterSent, _Refusing("notices").handle),)))
)


@pytest.fixture
def acting(counting: Platform, settings: Settings) -> As:
    who: list[Principal] = [OPERATOR]
    app = application(settings, AccessPolicy(authenticate=lambda _request: who[0]), platform=PLATFORM)
    app.config.update(TESTING=True, WTF_CSRF_METHODS=())

    def act(principal: Principal) -> FlaskClient:
        who[0] = principal
        return app.test_client()

    return act


def ask(kind: str = "tests.count", *, department_id: int | None = 7, requested_by: str = "user:2") -> int:
    with transaction() as session:
        return enqueue(session, kind, arguments={"steps": 3}, now=NOON, requested_by=requested_by, department_id=department_id)


def look(job_id: int) -> Job:
    with reading() as session:
        return job_by_id(session, job_id)


def test_the_list_shows_what_how_far_and_why_not(acting: As) -> None:
    waiting, failed, done = ask(), ask("tests.refuse"), ask()
    execute(PLATFORM, failed)
    execute(PLATFORM, done)
    page = acting(OPERATOR).get("/jobs").text
    assert all(f'href="/jobs/{job_id}"' in page for job_id in (waiting, failed, done))
    assert "没有数可数。换一个再数" in page
    assert "3 / 3" in page


@pytest.mark.parametrize(("state", "seen"), [("open", 1), ("failed", 1), ("ended", 0), ("all", 2), ("", 2), ("nonsense", 2)])
def test_the_list_is_filtered_by_state(acting: As, state: str, seen: int) -> None:
    ask()
    execute(PLATFORM, ask("tests.fail"))
    assert acting(OPERATOR).get(f"/jobs?state={state}").text.count('<th scope="row"') == seen


def test_the_timetables_own_jobs_are_shown_when_asked_for(acting: As) -> None:
    with transaction() as session:
        job_id = enqueue_tick(session, "tests.count", tick=NOON, now=NOON)
    assert f'href="/jobs/{job_id}"' not in acting(OPERATOR).get("/jobs").text
    assert f'href="/jobs/{job_id}"' in acting(OPERATOR).get("/jobs?timetable=1").text


def test_the_list_is_paged_and_an_empty_page_leads_back(acting: As) -> None:
    for _ in range(51):
        ask()
    client = acting(OPERATOR)
    assert 'rel="next"' in client.get("/jobs").text
    assert client.get("/jobs?page=2").text.count('<th scope="row"') == 1
    assert "回到第一页" in client.get("/jobs?page=3").text


@pytest.mark.parametrize("page", ["0", "-1", "x", "９", "99999999999999999999"])
def test_a_page_that_is_no_page_is_the_first(acting: As, page: str) -> None:
    assert acting(OPERATOR).get(f"/jobs?page={page}").status_code == 200


def test_a_running_job_asks_again_and_an_ended_one_does_not(acting: As) -> None:
    job_id = ask()
    client = acting(OF_SEVEN)
    asked: dict[str, Any] = {"headers": {"HX-Request": "true"}}
    waiting = client.get(f"/jobs/{job_id}", **asked).text
    execute(PLATFORM, job_id)
    ended = client.get(f"/jobs/{job_id}", **asked).text
    assert 'hx-trigger="every 2s"' in waiting
    assert "hx-trigger" not in ended
    assert "<html" not in waiting
    assert "<html" in client.get(f"/jobs/{job_id}").text


def test_a_job_is_called_off_and_taken_up_again_by_its_buttons(acting: As) -> None:
    job_id = ask()
    client = acting(OF_SEVEN)
    assert "取消这项任务" in client.get(f"/jobs/{job_id}").text
    assert client.post(f"/jobs/{job_id}/cancel").status_code == 303
    assert look(job_id).state == JobState.CANCELLED
    assert "接着做" in client.get(f"/jobs/{job_id}").text
    client.post(f"/jobs/{job_id}/retry")
    assert look(job_id).state == JobState.QUEUED


def test_calling_off_twice_is_a_conflict_with_words(acting: As) -> None:
    job_id = ask()
    client = acting(OF_SEVEN)
    client.post(f"/jobs/{job_id}/cancel")
    again = client.post(f"/jobs/{job_id}/cancel")
    assert again.status_code == 409
    assert "当前状态为" in again.text


def test_what_was_done_to_a_job_is_in_the_audit(acting: As) -> None:
    job_id = ask()
    acting(OF_SEVEN).post(f"/jobs/{job_id}/cancel")
    with reading() as session:
        rows = session.execute(text("SELECT actor, action, object_id FROM kernel.audit_entry")).all()
    assert [tuple(row) for row in rows] == [("user:2", "jobs.cancel", str(job_id))]


@pytest.mark.parametrize(("method", "path"), [("GET", ""), ("POST", "/cancel"), ("POST", "/retry")])
def test_three_people_one_job(acting: As, method: str, path: str) -> None:
    job_id = ask()

    def status(principal: Principal) -> int:
        return acting(principal).open(f"/jobs/{job_id}{path}", method=method).status_code

    assert status(OF_EIGHT) == 404, "another department's job looks as if it did not exist"
    assert status(WITHOUT) == 403
    assert status(OF_SEVEN) in {200, 303, 409}
    assert status(replace(OF_EIGHT, id=2)) in {200, 303, 409}, "one's own job stays visible after moving departments"


def test_the_api_tells_the_same_in_json(acting: As) -> None:
    job_id = ask()
    execute(PLATFORM, job_id)
    answer = acting(OF_SEVEN).get(f"/api/v1/jobs/{job_id}")
    assert answer.status_code == 200
    told = answer.get_json()
    assert {name: told[name] for name in ("id", "label", "state", "done", "total", "result")} == {
        "id": job_id,
        "label": "计数",
        "state": "succeeded",
        "done": 3,
        "total": 3,
        "result": {"steps": 3},
    }
    assert acting(OF_EIGHT).get(f"/api/v1/jobs/{job_id}").content_type == "application/problem+json"


@pytest.mark.parametrize("job_id", ["0", "999999", "9223372036854775807", "9223372036854775808", "x"])
def test_a_job_that_cannot_be_is_not_found(acting: As, job_id: str) -> None:
    assert acting(OPERATOR).get(f"/jobs/{job_id}").status_code == 404
    assert acting(OPERATOR).get(f"/api/v1/jobs/{job_id}").status_code == 404


def park_one() -> int:
    with transaction() as session:
        event_id = publish(session, LetterSent(number=1), now=NOON)
        session.execute(text("UPDATE kernel.outbox_delivery SET attempts = :n"), {"n": MAX_ATTEMPTS - 1})
    deliver(PLATFORM, now=NOON, limit=1)
    return event_id


@pytest.mark.parametrize(("action", "pending"), [("retry", 1), ("give-up", 0)])
def test_an_undelivered_event_is_shown_and_settled(acting: As, action: str, pending: int) -> None:
    client = acting(OPERATOR)
    event_id = park_one()
    assert "对方没有应答" in client.get("/jobs").text
    assert client.post(f"/jobs/parked/{event_id}/notices/{action}").status_code == 303
    with reading() as session:
        assert parked(session) == []
        statement = text("SELECT count(*) FROM kernel.outbox_delivery WHERE parked_at IS NULL")
        assert session.execute(statement).scalar_one() == pending
    assert client.post(f"/jobs/parked/{event_id}/notices/{action}").status_code == 409


def test_undelivered_events_are_for_those_who_manage_them(acting: As) -> None:
    client = acting(OF_SEVEN)
    event_id = park_one()
    assert "对方没有应答" not in client.get("/jobs").text
    assert client.post(f"/jobs/parked/{event_id}/notices/retry").status_code == 403
