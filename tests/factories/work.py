"""Job kinds that leave traces in a table, and processes that run them.

As a program it is a worker or a scheduler: `python -m tests.factories.work worker`.
"""

import os
import sys
import time
from pathlib import Path

from sqlalchemy import text

from supervision.kernel.db import reading, transaction
from supervision.kernel.errors import DomainError
from supervision.kernel.module import JobKind, Module, Platform, Scheduled, join
from supervision.kernel.queues import JobContext
from supervision.kernel.queues.scheduling.jobs import run_scheduler
from supervision.kernel.queues.working.jobs import run_worker
from supervision.kernel.settings import Settings


class NothingToCount(DomainError):
    code = "tests.nothing_to_count"
    message = "没有{thing}可数"
    remedy = "换一个再数"


def count(context: JobContext) -> dict[str, object]:
    """Write one row per step, in a transaction each, and go on after the last one that is written.

    The first attempt may be told to stay at a step for ever, so that a test can end it there.
    """
    steps = int(context.arguments["steps"])
    for step in range(written(context.job_id), steps):
        if context.cancelled():
            return {"steps": step}
        while context.attempt == 1 and step == context.arguments.get("stays_at"):
            context.progress(step, steps, "等待")
            time.sleep(0.05)
        with transaction() as session:
            row = {"job": context.job_id, "step": step, "attempt": context.attempt, "pid": os.getpid()}
            session.execute(text("INSERT INTO kernel.counted VALUES (:job, :step, :attempt, :pid)"), row)
        context.progress(step + 1, steps, f"第 {step + 1} 步")
        time.sleep(float(context.arguments.get("pause", 0)))
    return {"steps": steps}


def refuse(context: JobContext) -> None:
    raise NothingToCount(thing="数")


def fail(context: JobContext) -> None:
    raise ZeroDivisionError("7 / 0")


def die(context: JobContext) -> None:
    os._exit(9)


def written(job_id: int) -> int:
    with reading() as session:
        return session.execute(text("SELECT count(*) FROM kernel.counted WHERE job = :job"), {"job": job_id}).scalar_one()


KINDS = (
    JobKind("tests.count", "计数", count),
    JobKind("tests.refuse", "拒绝", refuse),
    JobKind("tests.fail", "出错", fail),
    JobKind("tests.die", "中断", die, queue="deadly"),
)
COUNTING = Platform((Module("tests", "测试", jobs=KINDS, timetable=(Scheduled("30 2 * * *", "tests.refuse"),)),))


if __name__ == "__main__":
    join(COUNTING)
    chosen = Settings(var=Path("/nonexistent"), database_url=os.environ["DATABASE_URL"], redis_url=os.environ["REDIS_URL"])
    {"worker": run_worker, "scheduler": run_scheduler}[sys.argv[1]](chosen)
