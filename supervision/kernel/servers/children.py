"""One process that must not stay away: started, watched, started again at once, and after a growing pause if it dies again."""

import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from supervision.kernel.servers import processes

PR_SET_PDEATHSIG = 1
STEADY_SECONDS = 10.0
LONGEST_PAUSE = 30.0
LARGEST_LOG = 20 * 1024 * 1024


def follow_parent() -> Callable[[], None]:
    """Return what a child runs before its program: it is told to stop should its parent die without a word."""
    libc = ctypes.CDLL(None)

    def ask() -> None:
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)

    return ask


def launch(
    command: Sequence[str], *, environment: Mapping[str, str], log: Path, folder: Path | None = None
) -> subprocess.Popen[bytes]:
    """Start a program in a process group of its own, so that the terminal's Ctrl-C reaches the supervisor alone."""
    log.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if log.exists() and log.stat().st_size > LARGEST_LOG:
        log.replace(log.with_suffix(".1.log"))
    with log.open("ab") as output:
        return subprocess.Popen(
            list(command),
            env=dict(environment),
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
            preexec_fn=follow_parent(),  # noqa: PLW1509 - the supervisor has one thread
        )


@dataclass(slots=True)
class Child:
    """A program under supervision; `failures` counts the deaths since it last ran steadily."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    log: Path
    folder: Path | None = None
    process: subprocess.Popen[bytes] | None = field(default=None)
    failures: int = 0
    _started_at: float = 0.0
    _due_at: float = 0.0

    def start(self) -> None:
        self._started_at = time.monotonic()
        self.process = launch(self.command, environment=self.environment, log=self.log, folder=self.folder)

    def tend(self, tell: Callable[[str], None]) -> None:
        """Look after the process: note its death once, and start it again when the pause is over."""
        if self.process is not None and self.process.poll() is not None:
            self._note_death(tell)
        if self.process is None and time.monotonic() >= self._due_at:
            self.start()

    def stop(self, *, seconds: float) -> None:
        """Ask the process to finish what it holds, then end whatever is left of its group."""
        if self.process is None:
            return
        with suppress(ProcessLookupError):
            self.process.send_signal(signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(seconds)
        self._end_group()
        self.process = None

    def _note_death(self, tell: Callable[[str], None]) -> None:
        assert self.process is not None
        steady = time.monotonic() - self._started_at > STEADY_SECONDS
        self.failures = 1 if steady else self.failures + 1
        pause = min(2.0 ** (self.failures - 2), LONGEST_PAUSE) if self.failures > 1 else 0.0
        soon = f"{pause:.0f} 秒后" if pause else "立即"
        tell(f"{self.name} 意外停止（退出码 {self.process.returncode}），{soon}重新启动；日志：{self.log}")
        self._end_group()
        self.process = None
        self._due_at = time.monotonic() + pause

    def _end_group(self) -> None:
        """Kill what the dead leader left behind: workers that would go on holding the port."""
        assert self.process is not None
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        processes.reap(self.process.pid)
