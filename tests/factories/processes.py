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


LONG = 180
"""Seconds after which something that a test waits for will not happen; how fast it happens is not a test's business."""


def wait_until(condition: Callable[[], bool]) -> None:
    """Look again and again until it is so, by a clock that no test holds."""
    deadline = time.perf_counter() + LONG
    while not condition():
        assert time.perf_counter() < deadline, "it did not happen in time"
        time.sleep(0.05)
