"""`supervision channels …`: say where channels lead and compare a day from the command line, as a demonstration needs it."""

from pathlib import Path

import click

from credit.channels import queries, service
from credit.channels.contracts.schemas import contracts
from credit.channels.service import Given, Place
from supervision.kernel.clock import now
from supervision.kernel.crypto import provider
from supervision.kernel.db import transaction
from supervision.kernel.errors import DomainError
from supervision.kernel.settings import Settings
from supervision.notices.delivery.reaching.rules import listed_hosts
from supervision.notices.delivery.states import Scheme

ACTOR = "命令行"


@click.group("channels")
def channels() -> None:
    """双公示归集渠道。"""


@channels.command("connect")
@click.argument("address")
@click.option(
    "--secret-file", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=True, help="与接收方共享的密钥"
)
@click.option("--channel", "names", multiple=True, type=click.Choice(list(contracts())), help="只接这些渠道；不写则全部")
@click.option("--scheme", type=click.Choice(["hmac-sm3", "hmac-sha256"]), default="hmac-sm3", show_default=True)
def connect(address: str, secret_file: Path, names: tuple[str, ...], scheme: str) -> None:
    """把渠道接到 ADDRESS/<渠道名>，例如 `python -m tools.receiver` 的地址。"""
    secret = secret_file.read_text(encoding="utf-8").strip()
    hosts = listed_hosts(Settings.from_environment().webhook_hosts)
    try:
        with transaction() as session:
            for name in names or tuple(contracts()):
                found, contract = queries.channel_for(session, name, lock=True)
                place = Place(f"{address.rstrip('/')}/{name}", Scheme(scheme), secret)
                service.set_place(session, found, place, Given(ACTOR, now()), hosts=hosts, crypto=provider())
                service.send_now(session, found, Given(ACTOR, now()))
                click.echo(f"{contract.label}  {place.address}")
    except DomainError as error:
        raise click.ClickException(f"{error.text}。{error.remedy_text}") from error
