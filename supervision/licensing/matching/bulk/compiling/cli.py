"""`supervision compile-matcher`: make matching of whole registries faster on this machine."""

from time import monotonic

import click

from supervision.kernel.errors import DomainError
from supervision.kernel.settings import Settings
from supervision.licensing.matching.bulk.compiling.service import build, present


@click.command(
    "compile-matcher", help="编译经营范围比对引擎（需要 C 编译器和 mypy），只加快成批比对；不编译则照常以纯 Python 运行。"
)
def compile_matcher() -> None:
    """Build the engine for this installation and tell where it stands."""
    var = Settings.from_environment().var
    if (folder := present(var)) is not None:
        click.echo(f"比对引擎已编译：{folder}")
        return
    click.echo("正在编译比对引擎，约一分钟……")
    started = monotonic()
    try:
        folder = build(var)
    except DomainError as refusal:
        raise click.ClickException(f"{refusal.text}。{refusal.remedy_text}") from None
    click.echo(f"比对引擎已编译（{monotonic() - started:.0f} 秒）：{folder}")
