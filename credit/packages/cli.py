"""`supervision credit package …`: pack, import, take the receipt and check it, on machines without a network."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import click
from sqlalchemy.orm import Session

from credit.packages import queries
from credit.packages.container.service import own_key
from credit.packages.making import service as making
from credit.packages.making.service import Order, Source
from credit.packages.receipts import service as receipts
from credit.packages.receiving import service as receiving
from credit.packages.receiving.service import Arrival
from credit.packages.rules import grouped
from credit.standards.schemas import table_of, tables
from supervision.accounts.models import Department
from supervision.intake import service as intake
from supervision.intake.queries import department_by_code
from supervision.intake.states import BatchState
from supervision.kernel.clock import now
from supervision.kernel.crypto import provider
from supervision.kernel.db import reading, transaction
from supervision.kernel.errors import DomainError

ACTOR = "命令行"
DAY = click.DateTime(["%Y-%m-%d"])
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
NEW = click.Path(exists=False, dir_okay=False, path_type=Path)
SECRET = click.option("--passphrase-file", type=FILE, help="口令所在的文件，取首行；口令不写在命令行上")


@click.group("credit")
def commands() -> None:
    """双公示。"""


@commands.group("package")
def package() -> None:
    """离线包：制作、导入、回执。"""


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except DomainError as error:
        raise click.ClickException("。".join(part for part in (error.text, error.remedy_text) if part)) from error


def _secret(path: Path | None) -> str | None:
    return path.read_text(encoding="utf-8").splitlines()[0] if path else None


def _unit(session: Session, code: str) -> Department:
    return department_by_code(session, code)


@package.command("key")
def key() -> None:
    """显示本平台的签名公钥和指纹，供接收方登记。"""
    own = own_key(provider())
    click.echo(f"算法  {own.signer.algorithm}\n公钥  {own.public.hex()}\n指纹  {grouped(own.signer.fingerprint)}")


@package.command("export")
@click.option("--department", required=True, help="单位的部门代码")
@click.option("--from", "since", type=DAY, required=True, help="决定日期，起")
@click.option("--to", "until", type=DAY, required=True, help="决定日期，止，含当日")
@click.option("--file", "file", type=FILE, help="从文件制作；不写则打包本平台已有的决定")
@click.option("--table", type=click.Choice([table.row_kind for table in tables()]), help="文件是数据标准的哪一张表")
@click.option("--out", type=click.Path(file_okay=False, exists=True, path_type=Path), required=True, help="放到哪个目录")
@SECRET
def export(
    *,
    department: str,
    since: datetime,
    until: datetime,
    file: Path | None,
    table: str | None,
    out: Path,
    passphrase_file: Path | None,
) -> None:
    """制作离线包。"""
    if (file is None) != (table is None):
        raise click.UsageError("--file 和 --table 须同时写")
    source = Source(file, file.name, table_of(table)) if file and table else None
    with _told(), transaction() as session:
        order = Order(_unit(session, department), since.date(), until.date(), source, _secret(passphrase_file))
        made = making.make(session, order, crypto=provider(), actor=ACTOR, now=now())
        with (out / made.filename).open("xb") as target:
            target.write(made.content)
    click.echo(f"{out / made.filename}  {sum(part.rows for part in made.manifest.parts):,} 行")


@package.command("import")
@click.argument("file", type=FILE)
@click.option("--older", is_flag=True, help="已知有更新的包，仍然导入")
@SECRET
def bring(*, file: Path, older: bool, passphrase_file: Path | None) -> None:
    """核对并导入离线包，随即校验入库。"""
    with _told():
        arrival = Arrival(file.read_bytes(), file.name, _secret(passphrase_file), older=older)
        with transaction() as session:
            taken = receiving.receive(session, arrival, principal=None, actor=ACTOR, now=now())
        if taken.known_before:
            click.echo(f"包 {taken.package.package} 此前已导入，没有作任何改动")
        _loaded(taken.package.id)


def _loaded(package_id: int) -> None:
    with reading() as session:
        batch_ids = [line.batch.id for line in queries.package_for(session, None, package_id).files]
    outcomes = intake.run(batch_ids, clock=now)
    for one in outcomes:
        click.echo(
            f"{one.number}  [{one.kind}]  读到 {one.rows_read:,}  接收 {one.accepted:,}  暂存 {one.held:,}"
            f"  退回 {one.rejected:,}  未变 {one.unchanged:,}{f'  {one.error}' if one.error else ''}"
        )
    click.echo(f"导入编号 {package_id}")
    if any(one.state != BatchState.FINISHED for one in outcomes):
        raise click.exceptions.Exit(1)


@package.command("receipt")
@click.argument("package_id", type=int)
@click.option("--out", type=NEW, required=True, help="回执的文件名")
def receipt(package_id: int, out: Path) -> None:
    """导出签名的回执。"""
    with _told(), transaction() as session:
        line = queries.package_for(session, None, package_id)
        _manifest, content = receipts.receipt(session, line, crypto=provider(), actor=ACTOR, now=now())
        out.write_bytes(content)
    click.echo(f"{out}  {line.rows:,} 行的结果")


@package.command("check")
@click.argument("file", type=FILE)
@click.option("--public-key", required=True, help="接收方平台的公钥，十六进制")
def check(file: Path, public_key: str) -> None:
    """核对带回的回执：签名和每个字节。"""
    try:
        public = bytes.fromhex(public_key)
    except ValueError:
        raise click.UsageError("公钥须是十六进制") from None
    with _told():
        manifest = receipts.check_receipt(file.read_bytes(), filename=file.name, public=public)
    click.echo(f"签名相符：包 {manifest.package}，{manifest.unit.name}")
    for name, told in manifest.about["tables"].items():
        click.echo(f"{name}  接收 {told['accepted']:,}  暂存 {told['held']:,}  退回 {told['rejected']:,}")
