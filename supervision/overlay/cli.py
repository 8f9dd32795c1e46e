"""`supervision overlay`: invented rows on top of the register, for measuring."""

from time import monotonic

import click

from supervision.kernel.clock import now
from supervision.kernel.errors import DomainError
from supervision.overlay import service

LABELS = {
    "person": "自然人（虚构）",
    "relation": "持股和任职",
    "licence": "行政许可",
    "penalty": "行政处罚",
    "inspection": "检查结果",
    "list_entry": "名单信息",
    "record": "记录",
    "event": "时间线",
    "index": "索引就位",
}


@click.command("overlay", help="在已装载的登记信息上叠加虚构的决定、持股、名单和检查，仅供测量。")
@click.option(
    "--scale",
    type=click.FloatRange(0.0001, 10),
    default=1.0,
    show_default=True,
    help="1 = 决定 100 万、关系 500 万、检查 100 万、名单 10 万。",
)
@click.option("--remove", is_flag=True, help="删除叠加的全部数据。")
def overlay(*, scale: float, remove: bool) -> None:
    """Lay the overlay or take it away, saying how long each part took."""
    started = monotonic()

    def report(what: str, count: int) -> None:
        click.echo(f"{LABELS[what]}：{count:,}（{monotonic() - started:.1f} 秒）")

    try:
        if remove:
            service.remove(report=report)
        else:
            service.lay(scale=scale, now=now(), report=report)
    except DomainError as refusal:
        raise click.ClickException(f"{refusal.text}。{refusal.remedy_text}") from None
