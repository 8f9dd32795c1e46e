"""Processes that a test starts, waits for and ends."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable

import psutil

from supervision.kernel.settings import PROJECT

Process = subprocess.Popen[bytes]


def start_counting(what: str, *, database_url: str, redis_url: str) -> Process:
    """Start a worker or a scheduler of the counting platform."""
    environment = {**os.environ, "DATABASE_URL": database_url, "REDIS_URL": redis_url}
    command = [sys.executable, "-m", "tests.factories.work", what]
    return subprocess.Popen(command, cwd=PROJECT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def kill_whole(process: Process) -> None:
    """Kill a process and its children with no chance to tidy up."""
    if process.poll() is None:
        for child in psutil.Process(process.pid).children(recursive=True):
            child.send_signal(signal.SIGKILL)
        process.kill()
    process.wait()


def wait_until(condition: Callable[[], bool], *, seconds: float = 25) -> None:
    """Look again and again until it is so."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)
