"""The commands that run the platform: `up`, and the processes that it is made of."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import click
from granian import Granian
from granian.constants import Interfaces

from supervision.kernel import db
from supervision.kernel.clock import now
from supervision.kernel.db import reading, transaction
from supervision.kernel.module import Mending, Platform
from supervision.kernel.packaged import load_all
from supervision.kernel.servers import addresses, migrations, milestones, secrets
from supervision.kernel.servers.companions import Companion
from supervision.kernel.servers.demo import DemoAccount
from supervision.kernel.servers.supervise import Plan, Server, StartRefused, Supervisor, is_supervised, own_command
from supervision.kernel.settings import Settings

SEED, SEEDS = "seed-city", "seed-"


@dataclass(frozen=True, slots=True)
class Composition:
    """What the composition root lends to the commands: the platform and how a process joins it."""

    platform: Platform
    ready: Callable[[Settings], Settings]
    wsgi_target: str
    run_worker: Callable[[Settings], None]
    run_scheduler: Callable[[Settings], None]


def commands(composition: Composition) -> list[click.Command]:
    """Return the commands, each bound to the composition."""
    bound = (migrate, up, prepare_database, web, worker, scheduler)
    return [make(composition) for make in bound]


def up(composition: Composition) -> click.Command:
    @click.command("up", help="启动整个平台：数据库、队列、网页、后台任务与定时任务，按 Ctrl-C 停止。")
    def command() -> None:
        settings = Settings.from_environment()
        supervisor = Supervisor(settings, plan(settings, composition.platform), tell=click.echo)
        click.echo("正在启动数据库与队列……")
        try:
            secrets.with_secrets(settings)
            supervisor.run(when_ready=lambda: welcome(composition.platform, settings))
        except (StartRefused, RuntimeError) as error:
            raise click.ClickException(str(error)) from error
        click.echo("平台已停止。")

    return command


def plan(settings: Settings, platform: Platform) -> Plan:
    """Return what this installation keeps running: only the servers that nobody else runs for it."""
    servers: dict[str, Server] = {}
    if settings.embedded_database:
        servers["PostgreSQL"] = addresses.postgres_server(settings)
    if settings.embedded_queue_store:
        servers["Valkey"] = addresses.valkey_server(settings)
    programs = {name: own_command(name) for name in ("web", "worker", "scheduler")}
    companions = platform.parts(Companion) if settings.demonstration else []
    return Plan(servers, programs, preparations(settings), companions)


def preparations(settings: Settings) -> Sequence[tuple[str, Sequence[str]]]:
    """Return the steps before the first request: one process, since every process costs seconds of importing."""
    label = "正在准备数据库（首次启动时建立示例城市，约一分钟）……" if settings.embedded_database else "正在升级数据库结构……"
    return [(label, own_command("prepare"))]


def welcome(platform: Platform, settings: Settings) -> None:
    """Tell where the platform is and, with the embedded database, who may sign in."""
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    click.echo(f"\n平台已启动：http://{host}:{settings.port}/\n")
    accounts = platform.parts(DemoAccount) if settings.embedded_database else []
    if accounts:
        click.echo("演示账号（只在内置数据库上有效）：")
    for account in accounts:
        click.echo(f"  {account.login:<20} {account.password:<20} {account.label}")
    click.echo(f"\n日志在 {settings.var / 'log'}；按 Ctrl-C 停止。")


def migrate(composition: Composition) -> click.Command:
    @click.command("migrate", help="把数据库升级到最新结构。")
    @click.option("--revision", default="head", help="升级到哪一版，默认最新。")
    def command(revision: str) -> None:
        settings = Settings.from_environment()
        if revision == "head":
            bring_up_to_date(composition.platform, settings)
        else:
            migrations.upgrade(addresses.migration_target(settings), revision)
        click.echo("数据库结构已更新。")

    return command


def bring_up_to_date(platform: Platform, settings: Settings) -> None:
    """Give the database its newest shape, and the rules and other rows that the package brings along."""
    migrations.upgrade(addresses.migration_target(settings))
    db.bind(addresses.database_url(settings), pool_size=1)
    try:
        with transaction() as session:
            load_all(platform, session, now=now())
    finally:
        db.unbind()


def prepare_database(composition: Composition) -> click.Command:
    """Return the command that brings the database up to date and fills an empty embedded one."""

    @click.command("prepare", hidden=True)
    @click.pass_context
    def command(context: click.Context) -> None:
        settings = Settings.from_environment()
        bring_up_to_date(composition.platform, settings)
        context.obj = composition.ready(settings)
        mend(composition.platform)
        if settings.embedded_database:
            fill_once(context, composition.platform)

    return command


def mend(platform: Platform) -> None:
    """Finish what the last crash left half done, so that nobody signs in to a database that lacks an index."""
    for mending in platform.parts(Mending):
        mending.run()


def fill_once(context: click.Context, platform: Platform) -> None:
    """Run every `seed-…` command unless that was done, the city's first; one that was interrupted goes on at the next start."""
    commands = {str(item.name): item for module in platform.modules for item in module.commands}
    seeds = [name for name in commands if name.startswith(SEEDS)]
    for name in sorted(seeds, key=lambda name: name != SEED):
        with reading() as session:
            done = milestones.reached(session, name)
        if not done:
            context.invoke(commands[name])
            with transaction() as session:
                milestones.reach(session, name, now=now())


def web(composition: Composition) -> click.Command:
    @click.command("web", help="只运行网页服务。")
    def command() -> None:
        settings = Settings.from_environment()
        secrets.with_secrets(settings)
        web_server(settings, composition.wsgi_target).serve()

    return command


def web_server(settings: Settings, target: str) -> Any:
    """Return the web server for an application factory, with the installation's address and workers."""
    return Granian(
        target,
        address=settings.host,
        port=settings.port,
        interface=Interfaces.WSGI,
        workers=settings.web_workers,
        blocking_threads=1,
        factory=True,
        respawn_failed_workers=True,
        respawn_interval=0.5,
        workers_kill_timeout=10,
    )


def worker(composition: Composition) -> click.Command:
    @click.command("worker", help="只运行后台任务。")
    def command() -> None:
        composition.run_worker(composition.ready(Settings.from_environment()))

    return command


def scheduler(composition: Composition) -> click.Command:
    @click.command("scheduler", help="只运行定时任务。")
    def command() -> None:
        composition.run_scheduler(composition.ready(Settings.from_environment()))

    return command


def prepare(context: click.Context, composition: Composition) -> None:
    """Make the platform usable for one command, with servers for its duration where nobody keeps them running."""
    if "--help" in context.args:
        return
    settings = Settings.from_environment()
    if not is_supervised(settings):
        _borrow_servers(context, settings)
        if settings.embedded_database:
            bring_up_to_date(composition.platform, settings)
    context.obj = composition.ready(settings)
    context.call_on_close(db.unbind)


def _borrow_servers(context: click.Context, settings: Settings) -> None:
    def give_back(stop: Callable[[], None]) -> None:
        if not is_supervised(settings):
            stop()

    if settings.embedded_database and (database := addresses.postgres_server(settings)).start():
        context.call_on_close(lambda: give_back(database.stop))
    if settings.embedded_queue_store and (store := addresses.valkey_server(settings)).start():
        context.call_on_close(lambda: give_back(store.stop))
