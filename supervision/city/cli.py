"""`supervision seed-city`: the invented city from the command line."""

from collections.abc import Iterator

import click

from supervision.city import service
from supervision.city.business import service as business
from supervision.city.business.watching import service as watching
from supervision.city.counter import service as counter
from supervision.city.errors import RealDatabase
from supervision.intake.loading.schemas import Outcome
from supervision.kernel.clock import now
from supervision.kernel.settings import Settings


@click.command("seed-city", help="写入虚构的云汀市（2,000 户经营主体、20 个部门、64 个账号），用于试用。")
@click.option("--force-demo", is_flag=True, help="即使设置了 DATABASE_URL 也写入。")
def seed_city(*, force_demo: bool) -> None:
    """Seed the embedded database; another one only when told to."""
    settings = Settings.from_environment()
    if not settings.embedded_database and not force_demo:
        refusal = RealDatabase()
        raise click.ClickException(f"{refusal.text}。{refusal.remedy_text}")
    folder = settings.var / "city"
    outcomes = list(_checked(service.seed(folder, now=now())))
    sent = business.bring_in(now=now())
    outcomes += _checked(watching.report(folder, now=now()))
    told = counter.hand_out(now=now())
    click.echo(f"云汀市已就绪：{service.summary(outcomes)}；近三周登记业务 {sent:,} 笔，告知单 {told:,} 份")


def _checked(outcomes: Iterator[Outcome]) -> Iterator[Outcome]:
    for outcome in outcomes:
        if outcome.error:
            raise click.ClickException(f"{outcome.filename}：{outcome.error}")
        yield outcome
