"""Loading as a job, and the check that no crash left indexes relaxed."""

from supervision.intake import service
from supervision.intake.errors import LoadStopped
from supervision.intake.schemas import LOAD_JOB
from supervision.intake.states import BatchState
from supervision.kernel import clock
from supervision.kernel.module import JobKind, Scheduled
from supervision.kernel.queues import JobContext

CLOSE_BULK = "intake.close_bulk"


def load_batches(context: JobContext) -> dict[str, object]:
    """Load the batches of `batch_ids`; started again after a crash it goes on from the last chunk."""

    def report(done: int, total: int, message: str) -> None:
        context.progress(done, total, message)
        if context.cancelled():
            raise LoadStopped

    outcomes = service.run(context.arguments["batch_ids"], clock=clock.now, report=report)
    failed = [outcome for outcome in outcomes if outcome.state == BatchState.FAILED]
    return {
        "batch_ids": [outcome.batch_id for outcome in outcomes],
        "rows_read": sum(outcome.rows_read for outcome in outcomes),
        "failed": [f"{outcome.number}：{outcome.error}" for outcome in failed],
    }


def close_bulk(_context: JobContext) -> dict[str, object]:
    """Bring back the indexes that a crashed run left relaxed."""
    return {"closed": service.close_bulk()}


JOBS = (
    JobKind(LOAD_JOB, "装载数据", load_batches),
    JobKind(CLOSE_BULK, "恢复大批量装载的索引", close_bulk),
)
TIMETABLE = (Scheduled("*/10 * * * *", CLOSE_BULK),)
