"""What `/proc` tells about processes, and how one is ended."""

import os
import signal
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path

PROC = Path("/proc")


def is_running(pid: int) -> bool:
    """Tell whether a process does anything: a zombie keeps its number and is dead."""
    try:
        stat = (PROC / str(pid) / "stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] not in {"Z", "X"}


def named(pid: int) -> str:
    """Return the short name of a process, empty where it is gone."""
    try:
        return (PROC / str(pid) / "comm").read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""


def working_directory(pid: int) -> Path | None:
    try:
        return (PROC / str(pid) / "cwd").readlink()
    except OSError:
        return None


def all_pids() -> Iterator[int]:
    return (int(entry.name) for entry in PROC.iterdir() if entry.name.isdigit())


def carrying(variable: str, value: str) -> list[int]:
    """Return the running processes of ours whose environment holds `variable=value`, this process left out."""
    wanted = f"{variable}={value}".encode()
    found = []
    for pid in all_pids():
        with suppress(OSError):
            if pid != os.getpid() and wanted in (PROC / str(pid) / "environ").read_bytes().split(b"\0") and is_running(pid):
                found.append(pid)
    return found


def wait_until(condition: Callable[[], bool], *, seconds: float, step: float = 0.02) -> bool:
    """Ask again and again, and say whether the condition came true in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(step)
    return True


def send(pid: int, signal_number: int) -> None:
    """Signal a process that may be gone already."""
    with suppress(ProcessLookupError):
        os.kill(pid, signal_number)


def reap(pid: int) -> None:
    """Take the exit status of a child, so that it does not stay as a zombie; somebody else's child is left alone."""
    with suppress(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)


def end(pids: Iterable[int], *, polite: signal.Signals = signal.SIGTERM, seconds: float = 10.0) -> None:
    """Ask processes to stop, and kill those that have not after a while."""
    remaining = list(pids)
    for pid in remaining:
        send(pid, polite)

    def gone() -> bool:
        for pid in remaining:
            reap(pid)
        return not any(is_running(pid) for pid in remaining)

    if not wait_until(gone, seconds=seconds):
        for pid in remaining:
            send(pid, signal.SIGKILL)
        wait_until(gone, seconds=5)
