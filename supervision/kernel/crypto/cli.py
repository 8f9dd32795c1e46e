"""`supervision keys`: make, rotate and list keys without ever showing one."""

import click

from supervision.kernel.crypto import key_directory, keys
from supervision.kernel.settings import Settings


@click.group("keys")
def commands() -> None:
    """密钥：新建、轮换、查看编号。"""


@commands.command("create")
def create() -> None:
    """在密钥目录中补齐各用途的首个密钥。"""
    directory = key_directory(Settings.from_environment())
    keys.load_or_create(directory)
    click.echo(f"密钥目录 {directory} 已齐备")


@commands.command("rotate")
@click.argument("use", type=click.Choice(keys.USES))
@click.option("--algorithm", default=None, help="默认使用国密算法")
def rotate(use: str, algorithm: str | None) -> None:
    """为一种用途启用新密钥；旧密钥保留，用于读取已有数据。"""
    directory = key_directory(Settings.from_environment())
    keys.create(directory, use, algorithm=algorithm)
    newest = keys.load(directory).active(use)
    click.echo(f"{use} 现用密钥 {newest.id}（{newest.algorithm}），重启各进程后生效")


@commands.command("list")
def listing() -> None:
    """列出密钥的用途、编号和算法。"""
    ring = keys.load(key_directory(Settings.from_environment()))
    for use in keys.USES:
        for key in ring.of(use):
            click.echo(f"{key.use:8} {key.id:5} {key.algorithm}")
