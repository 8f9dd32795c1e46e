"""`supervision load registry FILE…` and `supervision load decisions FILE…`."""

from collections.abc import Callable, Sequence
from pathlib import Path

import click

from supervision.intake import queries, service
from supervision.intake.loading.schemas import Outcome
from supervision.intake.schemas import Submission
from supervision.intake.states import BatchState
from supervision.kernel import audit, clock
from supervision.kernel.db import reading, transaction
from supervision.kernel.errors import DomainError

ACTOR = "命令行"
REGISTRATION = "registration"
REGISTRAR = "registrar"
UNSPECIFIED = "unspecified"
FILES = click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))


@click.group("load")
def load() -> None:
    """装载文件。"""


@load.command("registry")
@FILES
@click.option("--layout", default=None, help="字段对应方案的名称；不写则按表头识别")
@click.option("--department", default=REGISTRAR, show_default=True, help="来源部门的代码")
def registry(files: Sequence[Path], layout: str | None, department: str) -> None:
    """装载企业登记数据。"""
    _load(files, department=department, kind=None if layout else REGISTRATION, layout=layout)


@load.command("decisions")
@FILES
@click.option("--layout", default=None, help="字段对应方案的名称；不写则逐个文件按表头识别")
@click.option("--department", default=UNSPECIFIED, show_default=True, help="来源部门的代码")
def decisions(files: Sequence[Path], layout: str | None, department: str) -> None:
    """装载许可、处罚、检查、名单等数据，每个文件自行识别类别。"""
    _load(files, department=department, kind=None, layout=layout)


def _load(files: Sequence[Path], *, department: str, kind: str | None, layout: str | None) -> None:
    received, refused = _receive_all(files, department=department, kind=kind, layout=layout)
    outcomes = service.run(received, clock=clock.now, report=_progress_line())
    click.echo("", err=True)
    for outcome in outcomes:
        click.echo(_line(outcome))
    _total(outcomes)
    stopped = [outcome for outcome in outcomes if outcome.state != BatchState.FINISHED]
    if refused or stopped:
        raise click.exceptions.Exit(1)


def _receive_all(files: Sequence[Path], *, department: str, kind: str | None, layout: str | None) -> tuple[list[int], int]:
    """Receive every file; one that is refused is named with its remedy and does not hold up the others."""
    with reading() as session:
        try:
            source = queries.department_by_code(session, department)
        except DomainError as error:
            raise click.ClickException(_words(error)) from error
    batch_ids, refused = [], 0
    for file in files:
        submission = Submission(file, file.name, source.id, source.name, ACTOR, kind=kind, layout=layout)
        try:
            batch_ids.append(_receive(submission))
        except DomainError as error:
            click.echo(f"{file.name}：{_words(error)}", err=True)
            refused += 1
    return batch_ids, refused


def _receive(submission: Submission) -> int:
    now = clock.now()
    with transaction() as session:
        received = service.receive(session, submission, now=now)
        if not received.known_before:
            audit.record(
                session,
                actor=ACTOR,
                action="intake.receive",
                object_kind="batch",
                object_id=received.batch.id,
                detail={"number": received.batch.number, "sha256": received.batch.sha256},
                now=now,
                department_id=submission.department_id,
            )
        return received.batch.id


def _words(error: DomainError) -> str:
    return f"{error.text}。{error.remedy_text}"


def _progress_line() -> Callable[[int, int, str], None]:
    def report(done: int, total: int, message: str) -> None:
        click.echo(f"\r{message}  {done:,} / {total:,} 行", nl=False, err=True)

    return report


def _line(outcome: Outcome) -> str:
    ending = "（此前已装载，未作改动）" if outcome.known_before else f"{outcome.seconds:.1f} 秒"
    problem = f"  {outcome.error}" if outcome.error else ""
    return (
        f"{outcome.number}  {outcome.filename}  [{outcome.kind}]  读到 {outcome.rows_read:,}  接收 {outcome.accepted:,}"
        f"  暂存 {outcome.held:,}  退回 {outcome.rejected:,}  未变 {outcome.unchanged:,}  空行 {outcome.blank:,}"
        f"  {ending}{problem}"
    )


def _total(outcomes: Sequence[Outcome]) -> None:
    names = ("rows_read", "accepted", "held", "rejected", "unchanged")
    read, accepted, held, rejected, unchanged = (sum(getattr(item, name) for item in outcomes) for name in names)
    click.echo(
        f"合计 {len(outcomes)} 个文件  读到 {read:,}  接收 {accepted:,}  暂存 {held:,}  退回 {rejected:,}  未变 {unchanged:,}"
    )
