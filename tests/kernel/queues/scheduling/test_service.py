from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, text

from supervision.kernel.db import reading, transaction
from supervision.kernel.module import Platform
from supervision.kernel.queues import enqueue
from supervision.kernel.queues.models import Job
from supervision.kernel.queues.queries import job_by_id
from supervision.kernel.queues.scheduling.service import MAX_INTERRUPTIONS, prune_ticks, start_due, take_over
from supervision.kernel.queues.service import cancel
from supervision.kernel.queues.states import JobState
from supervision.kernel.queues.working.holding.service import hold
from supervision.kernel.queues.working.service import _claim, execute

HALF_PAST_TWO = datetime(2026, 11, 19, 18, 30, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def jobs() -> list[Job]:
    with reading() as session:
        return list(session.execute(select(Job).order_by(Job.id)).scalars())


def claimed() -> int:
    """Return a job whose worker claimed it and is gone."""
    with transaction() as session:
        job_id = enqueue(session, "tests.count", arguments={"steps": 1}, now=HALF_PAST_TWO, requested_by="沈某某")
    assert _claim(job_id) is not None
    return job_id


def test_a_scheduler_that_just_started_does_not_do_what_was_due_before(counting: Platform) -> None:
    start_due(counting, since=HALF_PAST_TWO + MINUTE, now=HALF_PAST_TWO + 2 * MINUTE)
    assert jobs() == []


def test_what_is_due_starts_once_however_often_one_looks(counting: Platform) -> None:
    for second in range(5):
        start_due(counting, since=HALF_PAST_TWO - MINUTE, now=HALF_PAST_TWO + timedelta(seconds=second))
    (job,) = jobs()
    assert (job.kind, job.scheduled_for, job.requested_by) == ("tests.refuse", HALF_PAST_TWO, "timetable")


def test_a_tick_that_was_missed_is_made_up_for_once(counting: Platform) -> None:
    start_due(counting, since=HALF_PAST_TWO - MINUTE, now=HALF_PAST_TWO)
    execute(counting, jobs()[0].id)
    restarted = HALF_PAST_TWO + timedelta(days=3, hours=5)
    start_due(counting, since=restarted, now=restarted)
    start_due(counting, since=restarted, now=restarted)
    assert [job.scheduled_for for job in jobs()] == [HALF_PAST_TWO, HALF_PAST_TWO + timedelta(days=3)]


def test_a_tick_is_skipped_while_the_last_one_is_still_open(counting: Platform) -> None:
    start_due(counting, since=HALF_PAST_TWO - MINUTE, now=HALF_PAST_TWO)
    start_due(counting, since=HALF_PAST_TWO - MINUTE, now=HALF_PAST_TWO + timedelta(days=1))
    assert len(jobs()) == 1


def test_a_job_whose_worker_is_gone_waits_again(counting: Platform) -> None:
    job_id = claimed()
    assert take_over(now=HALF_PAST_TWO, stale_seconds=0) == [job_id]
    assert execute(counting, job_id)
    (job,) = jobs()
    assert (job.state, job.attempts) == (JobState.SUCCEEDED, 2)


def test_a_job_that_is_held_is_left_alone_however_old_its_pulse(counting: Platform) -> None:
    job_id = claimed()
    with hold(job_id, on_loss=lambda: None) as held:
        assert held is not None
        assert take_over(now=HALF_PAST_TWO, stale_seconds=0) == []
        assert not execute(counting, job_id)
    assert jobs()[0].state == JobState.RUNNING


def test_a_job_with_a_fresh_pulse_is_left_alone(counting: Platform) -> None:
    claimed()
    assert take_over(now=HALF_PAST_TWO, stale_seconds=60) == []


def test_a_job_that_was_called_off_when_its_worker_died_ends(counting: Platform) -> None:
    job_id = claimed()
    with transaction() as session:
        cancel(session, job_id=job_id, now=HALF_PAST_TWO)
    take_over(now=HALF_PAST_TWO, stale_seconds=0)
    assert jobs()[0].state == JobState.CANCELLED


def test_a_job_that_only_kills_its_workers_ends_with_words(counting: Platform) -> None:
    job_id = claimed()
    for _ in range(MAX_INTERRUPTIONS):
        take_over(now=HALF_PAST_TWO, stale_seconds=0)
        _claim(job_id)
    (job,) = jobs()
    assert (job.state, job.interruptions) == (JobState.FAILED, MAX_INTERRUPTIONS)
    assert job.error is not None
    assert "多次中断" in job.error


def test_progress_forgives_interruptions(counting: Platform) -> None:
    job_id = claimed()
    take_over(now=HALF_PAST_TWO, stale_seconds=0)
    execute(counting, job_id)
    assert jobs()[0].interruptions == 0


@pytest.mark.parametrize(("requested", "left"), [("timetable", 1), ("person", 2)])
def test_only_old_ticks_that_went_well_are_forgotten(counting: Platform, requested: str, left: int) -> None:
    for day in range(2):
        with transaction() as session:
            tick = HALF_PAST_TWO + timedelta(days=day) if requested == "timetable" else None
            values = {"created_at": HALF_PAST_TWO, "finished_at": HALF_PAST_TWO, "requested_by": requested}
            session.add(Job(kind="tests.count", arguments={}, state="succeeded", scheduled_for=tick, **values))
    with transaction() as session:
        prune_ticks(session, older_than=timedelta(days=30), now=HALF_PAST_TWO + timedelta(days=90))
    assert len(jobs()) == left


def test_a_taken_over_run_cannot_go_on_writing_progress(counting: Platform) -> None:
    with transaction() as session:
        job_id = enqueue(session, "tests.count", arguments={"steps": 2}, now=HALF_PAST_TWO, requested_by="沈某某")
        session.flush()
    run = counting.jobs["tests.count"].run

    def lose_the_job_first(context: object) -> dict[str, object] | None:
        with transaction() as session:
            session.execute(text("UPDATE kernel.job SET attempts = attempts + 1 WHERE id = :id"), {"id": job_id})
        return run(context)

    kind = type(counting.jobs["tests.count"])("tests.count", "计数", lose_the_job_first)
    execute(Platform((type(counting.modules[0])("tests", "测试", jobs=(kind,)),)), job_id)
    with reading() as session:
        job = job_by_id(session, job_id)
    assert (job.state, job.done) == (JobState.RUNNING, 0)
