"""`supervision report FILE… --table TABLE`: report decisions from the command line, through the door that every file uses."""

from collections.abc import Sequence
from pathlib import Path

import click

from credit.standards.schemas import tables
from supervision.intake import queries, service
from supervision.intake.loading.schemas import Outcome
from supervision.intake.schemas import Submission
from supervision.intake.states import BatchState
from supervision.kernel import audit, clock
from supervision.kernel.db import reading, transaction
from supervision.kernel.errors import DomainError

ACTOR = "命令行"
TABLES = [table.row_kind for table in tables()]


@click.command("report")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--table", required=True, type=click.Choice(TABLES), help="数据标准的哪一张表")
@click.option("--department", default="unspecified", show_default=True, help="报送部门的代码")
def report(files: Sequence[Path], table: str, department: str) -> None:
    """按双公示数据标准报送文件。"""
    try:
        batch_ids = [received(file, table=table, department=department) for file in files]
    except DomainError as error:
        raise click.ClickException(f"{error.text}。{error.remedy_text}") from error
    outcomes = service.run(batch_ids, clock=clock.now)
    for outcome in outcomes:
        click.echo(told(outcome))
    if any(outcome.state != BatchState.FINISHED for outcome in outcomes):
        raise click.exceptions.Exit(1)


def received(file: Path, *, table: str, department: str) -> int:
    """Take a file in and return its batch; the same file in the same meaning is the batch that it was."""
    now = clock.now()
    with reading() as session:
        source = queries.department_by_code(session, department)
    submission = Submission(file, file.name, source.id, source.name, ACTOR, kind=table)
    with transaction() as session:
        taken = service.receive(session, submission, now=now)
        if not taken.known_before:
            audit.record(
                session,
                actor=ACTOR,
                action="intake.receive",
                object_kind="batch",
                object_id=taken.batch.id,
                detail={"number": taken.batch.number, "sha256": taken.batch.sha256},
                now=now,
                department_id=source.id,
            )
        return taken.batch.id


def told(outcome: Outcome) -> str:
    """Return how a file ended in one line."""
    ending = "（此前已装载，未作改动）" if outcome.known_before else f"{outcome.seconds:.1f} 秒"
    problem = f"  {outcome.error}" if outcome.error else ""
    return (
        f"{outcome.number}  {outcome.filename}  读到 {outcome.rows_read:,}  接收 {outcome.accepted:,}"
        f"  暂存 {outcome.held:,}  退回 {outcome.rejected:,}  未变 {outcome.unchanged:,}  {ending}{problem}"
    )
