from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from supervision.kernel.db import reading, transaction
from supervision.kernel.module import Platform
from supervision.kernel.queues import enqueue
from supervision.kernel.queues.errors import JobAlreadyOpen, JobKindUnknown, JobNotFound
from supervision.kernel.queues.models import Job
from supervision.kernel.queues.queries import job_by_id
from supervision.kernel.queues.service import cancel, enqueue_tick, retry
from supervision.kernel.queues.states import JobState
from supervision.kernel.queues.working.service import execute
from supervision.kernel.transitions import MoveNotAllowed
from tests.factories.work import written

NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)


def ask(kind: str = "tests.count", *, steps: int = 3, unique_key: str | None = None) -> int:
    with transaction() as session:
        return enqueue(
            session, kind, arguments={"steps": steps}, now=NOON, requested_by="沈某某", department_id=7, unique_key=unique_key
        )


def look(job_id: int) -> Job:
    with reading() as session:
        return job_by_id(session, job_id)


def test_a_job_runs_to_its_end_and_keeps_its_result(counting: Platform) -> None:
    job_id = ask()
    assert execute(counting, job_id)
    job = look(job_id)
    assert (job.state, job.done, job.total, job.message, job.result) == (JobState.SUCCEEDED, 3, 3, "第 3 步", {"steps": 3})
    assert job.finished_at is not None


def test_an_ended_job_is_not_run_again(counting: Platform) -> None:
    job_id = ask()
    execute(counting, job_id)
    assert not execute(counting, job_id)
    assert look(job_id).attempts == 1


def test_a_refusal_is_told_in_its_own_words(counting: Platform) -> None:
    job_id = ask("tests.refuse")
    execute(counting, job_id)
    job = look(job_id)
    assert (job.state, job.error, job.reference) == (JobState.FAILED, "没有数可数。换一个再数", None)


def test_a_fault_is_told_with_a_reference_and_without_its_inside(counting: Platform) -> None:
    job_id = ask("tests.fail")
    execute(counting, job_id)
    job = look(job_id)
    assert job.state == JobState.FAILED
    assert job.reference
    assert job.error is not None
    assert job.reference in job.error
    assert "7 / 0" not in job.error


def test_a_kind_that_no_module_offers_is_refused(counting: Platform) -> None:
    with pytest.raises(JobKindUnknown):
        ask("tests.unheard_of")


def test_a_kind_that_left_the_platform_fails_with_words(counting: Platform) -> None:
    job_id = ask()
    execute(Platform(), job_id)
    assert look(job_id).error == "系统中没有“tests.count”这类任务。任务可能来自旧版本；请联系系统管理员"


def test_the_same_work_is_asked_for_once_while_it_is_open(counting: Platform) -> None:
    job_id = ask(unique_key="one")
    assert ask(unique_key="one") == job_id
    execute(counting, job_id)
    assert ask(unique_key="one") != job_id


def test_a_waiting_job_is_called_off_at_once(counting: Platform) -> None:
    job_id = ask()
    with transaction() as session:
        cancel(session, job_id=job_id, now=NOON)
    assert look(job_id).state == JobState.CANCELLED
    assert not execute(counting, job_id)


def test_a_running_job_stops_at_its_next_safe_point_and_goes_on_when_asked(counting: Platform, session: Session) -> None:
    job_id = ask()

    def count_then_be_called_off(context: Any) -> dict[str, object] | None:
        with transaction() as inner:
            cancel(inner, job_id=job_id, now=NOON)
        return counting.jobs["tests.count"].run(context)

    kinds = counting.jobs | {"tests.count": type(counting.jobs["tests.count"])("tests.count", "计数", count_then_be_called_off)}
    module = type(counting.modules[0])("tests", "测试", jobs=tuple(kinds.values()))
    execute(Platform((module,)), job_id)
    assert (look(job_id).state, written(job_id)) == (JobState.CANCELLED, 0)
    with transaction() as inner:
        retry(inner, job_id=job_id)
    execute(counting, job_id)
    assert (look(job_id).state, written(job_id)) == (JobState.SUCCEEDED, 3)


def test_a_failed_job_can_be_asked_for_again(counting: Platform) -> None:
    job_id = ask("tests.fail")
    execute(counting, job_id)
    with transaction() as session:
        retry(session, job_id=job_id)
    job = look(job_id)
    assert (job.state, job.error, job.finished_at) == (JobState.QUEUED, None, None)


def test_a_job_is_not_asked_for_again_beside_its_successor(counting: Platform) -> None:
    job_id = ask("tests.fail", unique_key="one")
    execute(counting, job_id)
    ask("tests.count", unique_key="one")
    with pytest.raises(JobAlreadyOpen), transaction() as session:
        retry(session, job_id=job_id)


def test_a_job_that_went_well_cannot_be_asked_for_again(counting: Platform) -> None:
    job_id = ask()
    execute(counting, job_id)
    with pytest.raises(MoveNotAllowed), transaction() as session:
        retry(session, job_id=job_id)


def test_a_job_that_does_not_exist_is_not_found(counting: Platform) -> None:
    with pytest.raises(JobNotFound), transaction() as session:
        cancel(session, job_id=1, now=NOON)


def test_a_tick_starts_one_job_for_ever(counting: Platform) -> None:
    with transaction() as session:
        job_id = enqueue_tick(session, "tests.count", tick=NOON, now=NOON)
        assert job_id is not None
        assert enqueue_tick(session, "tests.count", tick=NOON, now=NOON) is None
    with transaction() as session:
        cancel(session, job_id=job_id, now=NOON)
    with transaction() as session:
        assert enqueue_tick(session, "tests.count", tick=NOON, now=NOON) is None


@pytest.mark.parametrize(
    "values",
    [
        {"state": "lost"},
        {"state": "running"},
        {"state": "succeeded"},
        {"state": "failed", "finished_at": NOON},
        {"error": "为什么"},
        {"finished_at": NOON},
        {"done": -1},
    ],
)
def test_the_database_refuses_a_job_that_cannot_be(session: Session, values: dict[str, Any]) -> None:
    session.add(Job(kind="tests.count", arguments={}, requested_by="沈某某", created_at=NOON, **values))
    with pytest.raises(IntegrityError):
        session.flush()
