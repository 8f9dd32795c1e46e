"""The composition root: the only file that names every package."""

import click

from supervision.kernel.module import Module, Platform

MODULES: tuple[Module, ...] = ()

PLATFORM = Platform(MODULES)


@click.group()
def cli() -> None:
    """事中事后综合监管平台的命令行。"""


for _module in MODULES:
    for _command in _module.commands:
        cli.add_command(_command)
