"""Reading a source as a job, and asking every minute whose turn it is."""

from typing import Final

from credit.docking.pulling.service import Around, pull
from credit.docking.reaching.rules import listed_networks
from credit.docking.schemas import ACTOR, PULL_JOB
from credit.docking.service import ask_for_due
from supervision.kernel.clock import now
from supervision.kernel.crypto import provider
from supervision.kernel.db import transaction
from supervision.kernel.module import JobKind, Scheduled
from supervision.kernel.queues import JobContext
from supervision.kernel.settings import Settings

DUE_JOB: Final = "credit.docking.due"


def run(context: JobContext) -> dict[str, object]:
    """Do the run that was asked for; started again after a crash it goes on from its last page."""
    around = Around(
        networks=listed_networks(Settings.from_environment().docking_networks),
        crypto=provider(),
        clock=now,
        report=lambda rows, words: context.progress(rows, None, words),
        called_off=context.cancelled,
    )
    return pull(context.arguments["run_id"], around)


def due(_context: JobContext) -> dict[str, object]:
    """Ask for the runs whose turn has come."""
    with transaction() as session:
        return {"asked": ask_for_due(session, actor=ACTOR, now=now())}


JOBS = (JobKind(PULL_JOB, "从部门数据库取数", run), JobKind(DUE_JOB, "按计划开始取数", due))
TIMETABLE = (Scheduled("* * * * *", DUE_JOB),)
