"""The nightly book-keeping of periods that ended; nothing is shown longer where it does not run."""

from typing import Final

from credit.publicity import service
from supervision.kernel.clock import now
from supervision.kernel.db import transaction
from supervision.kernel.queues import JobContext

EXPIRE: Final = "credit.publicity.expire"
TOGETHER: Final = 5_000


def run_expire(context: JobContext) -> dict[str, object]:
    """Note what is past its last day, part by part; a part that was done before is not met again."""
    done = 0
    while not context.cancelled():
        with transaction() as session:
            noted = service.expire(session, now=now(), most=TOGETHER)
        done += noted
        context.progress(done, None, f"{done} 条届满")
        if noted < TOGETHER:
            break
    return {"expired": done}
