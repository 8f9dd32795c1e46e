"""`supervision seed-decisions`: two weeks of licences and penalties of the sample city."""

import click

from credit.city import service
from supervision.city.errors import RealDatabase
from supervision.kernel.clock import now
from supervision.kernel.settings import Settings


@click.command("seed-decisions", help="写入虚构城市近两周的许可和处罚决定，审核、公示并推送到归集渠道，用于试用。")
@click.option("--force-demo", is_flag=True, help="即使设置了 DATABASE_URL 也写入。")
def seed_decisions(*, force_demo: bool) -> None:
    """Seed the embedded database; another one only when told to."""
    settings = Settings.from_environment()
    if not settings.embedded_database and not force_demo:
        refusal = RealDatabase()
        raise click.ClickException(f"{refusal.text}。{refusal.remedy_text}")
    outcomes = service.report(settings.var / "city", now=now())
    for outcome in outcomes:
        if outcome.error:
            raise click.ClickException(f"{outcome.filename}：{outcome.error}")
    shown = service.review(now=now())
    sent = service.give(now=now()) if settings.simulator_url else 0
    accepted = sum(outcome.accepted for outcome in outcomes)
    click.echo(f"双公示决定：接收 {accepted:,} 条，公示 {shown:,} 条，上级平台答复 {sent:,} 条")
