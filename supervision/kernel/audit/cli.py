"""`supervision audit`: check the chain, and sign its head by hand."""

from pathlib import Path

import click

from supervision.kernel.audit.jobs import seal_everything
from supervision.kernel.audit.roots import rules as roots
from supervision.kernel.audit.roots.service import directory, sign_root
from supervision.kernel.audit.verification.queries import verify
from supervision.kernel.clock import now
from supervision.kernel.db import reading, transaction
from supervision.kernel.settings import Settings


@click.group("audit")
def commands() -> None:
    """审计链：核验与签名。"""


@commands.command("verify")
@click.option(
    "--root", "files", multiple=True, type=click.Path(exists=True, dir_okay=False, path_type=Path), help="已离机保存的根文件"
)
def verify_chain(files: tuple[Path, ...]) -> None:
    """逐条核验审计链、已封存的访问记录和各个根文件；发现问题时以 1 退出。"""
    chosen = files or tuple(sorted(directory(Settings.from_environment()).glob("root-*.json")))
    held = [(path.name, roots.read(path.read_text(encoding="utf-8"))) for path in chosen]
    with reading() as session:
        report = verify(session, roots=held)
    click.echo(f"审计记录 {report.entries} 条，已封存访问记录 {report.readings} 条，根文件 {report.roots} 个")
    for finding in report.findings:
        click.echo(f"{finding.label}：{finding.text}")
    if not report.roots:
        click.echo("没有根文件，无法发现尾部被截断；请用 --root 指定离机保存的根文件")
    click.echo("核验通过" if report.sound else f"发现 {len(report.findings)} 处问题")
    if not report.sound:
        raise click.exceptions.Exit(1)


@commands.command("sign-root")
def sign_now() -> None:
    """封存访问记录并为审计链当前末尾签名。"""
    seal_everything()
    with transaction() as session:
        path = sign_root(session, folder=directory(Settings.from_environment()), now=now())
    click.echo(f"已写入 {path}" if path else "审计链为空，没有可签名的内容")
