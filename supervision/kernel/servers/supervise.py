"""One process that keeps a single-machine installation running: servers first, then web, worker and scheduler."""

import fcntl
import os
import shutil
import signal
import socket
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from types import FrameType
from typing import Protocol, TextIO

from supervision.kernel.servers import children, processes
from supervision.kernel.servers.children import Child
from supervision.kernel.servers.companions import Companion
from supervision.kernel.settings import Settings

MARK = "SUPERVISION_SUPERVISED"
PATIENCE_SECONDS = 20.0
HOPELESS = 4


class StartRefused(RuntimeError):
    """The installation cannot be started; the text says what to do, in Chinese, since an operator reads it."""


class Server(Protocol):
    """An embedded server as the supervisor sees it."""

    def alive(self) -> bool: ...
    def start(self) -> bool: ...
    def stop(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Plan:
    """What is kept running: servers by name, the commands of the platform's own processes, and what runs beside a sample."""

    servers: Mapping[str, Server]
    programs: Mapping[str, Sequence[str]]
    preparations: Sequence[tuple[str, Sequence[str]]]
    companions: Sequence[Companion] = field(default=())


def own_command(*words: str) -> list[str]:
    """Return the words that run one of our commands with this very Python."""
    return [sys.executable, str(Path(sys.executable).with_name("supervision")), *words]


def lock_path(settings: Settings) -> Path:
    return settings.var / "supervise.lock"


def is_supervised(settings: Settings) -> bool:
    """Tell whether a supervisor keeps this folder's servers."""
    try:
        with alone(settings, patience=0):
            return False
    except StartRefused:
        return True


@contextmanager
def alone(settings: Settings, *, patience: float = 1.0) -> Iterator[None]:
    """Hold the folder; the lock goes with the process, however it ends."""
    settings.var.mkdir(mode=0o700, parents=True, exist_ok=True)
    with lock_path(settings).open("a+", encoding="utf-8") as lock:
        if not processes.wait_until(lambda: _locked(lock), seconds=patience):
            lock.seek(0)
            raise StartRefused(f"平台已在运行（进程 {lock.read().strip() or '未知'}），同一目录不能启动两次")
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


def _locked(lock: TextIO) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


class Supervisor:
    """Starts everything in order, tends it, and stops it in the opposite order."""

    def __init__(self, settings: Settings, plan: Plan, *, tell: Callable[[str], None]) -> None:
        self._settings = settings
        self._plan = plan
        self._tell = tell
        self._stopping = Event()
        self._children: list[Child] = []
        self._told: dict[str, str] = {}

    def run(self, *, when_ready: Callable[[], None]) -> None:
        """Keep everything running until SIGINT or SIGTERM."""
        with alone(self._settings), self._signals():
            try:
                self._start(when_ready)
                while not self._stopping.wait(0.5):
                    self._tend()
            finally:
                self._stop()

    def _start(self, when_ready: Callable[[], None]) -> None:
        self._end_leftovers()
        check_port(self._settings)
        for server in self._plan.servers.values():
            server.start()
        self._accompany()
        for label, command in self._plan.preparations:
            self._prepare(label, command)
        shutil.rmtree(self._metrics, ignore_errors=True)
        self._metrics.mkdir(mode=0o700)
        for name, command in self._plan.programs.items():
            self._children.append(Child(name, command, self._environment() | self._counting(name), self._log(name)))
        if not self._stopping.is_set():
            self._tend()
            self._announce(when_ready)

    def _accompany(self) -> None:
        """Start what runs beside a sample installation first, since filling it talks to them."""
        for companion in self._plan.companions:
            arranged = companion.arrange(self._settings)
            if arranged is not None:
                self._told |= arranged.environment
                log = self._log(companion.name)
                child = Child(companion.name, arranged.command, self._environment(), log, arranged.folder)
                child.start()
                self._children.append(child)

    def _announce(self, when_ready: Callable[[], None]) -> None:
        """Say that the platform is there once it answers; a program that dies at once each time will not get better."""
        while not self._stopping.wait(0.2):
            self._tend()
            for child in self._children:
                if child.failures >= HOPELESS:
                    raise StartRefused(f"{child.name} 一再启动失败，日志：{child.log}\n{last_lines(child.log)}")
            if answers(self._settings):
                when_ready()
                return

    def _prepare(self, label: str, command: Sequence[str]) -> None:
        """Run a step to its end; a signal ends the step, which goes on at the next start."""
        if self._stopping.is_set():
            return
        self._tell(label)
        log = self._log(command[-1])
        process = children.launch(command, environment=self._environment(), log=log)
        while process.poll() is None and not self._stopping.wait(0.1):
            pass
        if process.poll() is None:
            processes.end([process.pid], seconds=PATIENCE_SECONDS)
        elif process.returncode:
            raise StartRefused(f"“{command[-1]}”没有完成，日志：{log}\n{last_lines(log)}")

    def _tend(self) -> None:
        for name, server in self._plan.servers.items():
            if not server.alive():
                self._tell(f"{name} 意外停止，正在恢复")
                server.start()
        for child in self._children:
            child.tend(self._tell)

    def _stop(self) -> None:
        for child in self._children:
            if child.process is not None:
                processes.send(child.process.pid, signal.SIGTERM)
        for child in self._children:
            child.stop(seconds=PATIENCE_SECONDS)
        for server in reversed(list(self._plan.servers.values())):
            server.stop()

    def _end_leftovers(self) -> None:
        """End what a killed supervisor left running; it would hold the port."""
        processes.end(processes.carrying(MARK, str(self._settings.var)), seconds=PATIENCE_SECONDS)

    def _environment(self) -> dict[str, str]:
        return {**os.environ, **self._told, "SUPERVISION_VAR": str(self._settings.var), MARK: str(self._settings.var)}

    @property
    def _metrics(self) -> Path:
        return self._settings.var / "metrics"

    def _counting(self, name: str) -> dict[str, str]:
        """Let the web processes add up their numbers in one folder; only they are asked for any."""
        return {"PROMETHEUS_MULTIPROC_DIR": str(self._metrics)} if name == "web" else {}

    def _log(self, name: str) -> Path:
        return self._settings.var / "log" / f"{name}.log"

    @contextmanager
    def _signals(self) -> Iterator[None]:
        def stop(_number: int, _frame: FrameType | None) -> None:
            self._stopping.set()

        before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
        yield
        for number, handler in before.items():
            signal.signal(number, handler)


def last_lines(log: Path, count: int = 8) -> str:
    return "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-count:])


def check_port(settings: Settings) -> None:
    """Refuse a start whose address another program holds."""
    with socket.socket(socket.AF_INET6 if ":" in settings.host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            raise StartRefused(
                f"地址 {settings.host}:{settings.port} 不能使用（{error.strerror}）；请用 SUPERVISION_PORT 另选端口"
            ) from error


def answers(settings: Settings) -> bool:
    """Tell whether the web server takes connections."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.host, settings.host)  # noqa: S104 - compared, not bound
    try:
        socket.create_connection((host, settings.port), timeout=1).close()
    except OSError:
        return False
    return True
