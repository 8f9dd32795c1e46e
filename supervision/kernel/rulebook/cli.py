"""`supervision rules`: fill the rulebook from the package."""

import click

from supervision.kernel.clock import now
from supervision.kernel.db import transaction
from supervision.kernel.rulebook.service import load_packaged


@click.group("rules")
def commands() -> None:
    """规则库。"""


@commands.command("load")
def load() -> None:
    """装载随平台发布的规则；重复执行结果不变。"""
    with transaction() as session:
        added = load_packaged(session, now=now())
    click.echo(f"规则库新增 {added} 个版本")
