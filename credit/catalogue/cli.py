"""`supervision seed-catalogue`: the packaged items from the command line."""

import click

from credit.catalogue.seeding import service
from supervision.kernel.clock import now
from supervision.kernel.db import transaction


@click.command("seed-catalogue", help="把随附的样例事项目录写入虚构城市的部门，用于试用。")
def seed_catalogue() -> None:
    """Bring in what is not there yet; departments that are not there are passed over."""
    with transaction() as session:
        count = service.bring_in(session, now=now())
    click.echo(f"双公示事项目录：新增 {count} 项")
