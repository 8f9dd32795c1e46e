"""A closed-loop HTTP client: some keep-alive connections, each sending its next request when the last is answered.

Written on plain sockets because the machine that serves is the machine that asks: the less the asking costs, the more the
figures say about the server.
"""

import selectors
import socket
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import cycle

LAST_CHUNK = b"\r\n0\r\n\r\n"


@dataclass(frozen=True, slots=True)
class LoadResult:
    """What a run saw: seconds per answer in order of arrival, the wall time, and bytes of body per answer."""

    latencies: Sequence[float]
    seconds: float
    body_bytes: int
    failures: int

    @property
    def rate(self) -> float:
        return len(self.latencies) / self.seconds

    @property
    def mean_body(self) -> float:
        return self.body_bytes / max(1, len(self.latencies))

    def quantile_ms(self, part: float) -> float:
        ordered = sorted(self.latencies)
        return ordered[min(len(ordered) - 1, int(len(ordered) * part))] * 1000


class Connection:
    """One keep-alive connection with at most one request under way; `place` is the caller's."""

    def __init__(self, host: str, port: int) -> None:
        self.socket = socket.create_connection((host, port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.setblocking(False)
        self.buffer = bytearray()
        self.started = 0.0
        self.place = 0

    def send(self, request: bytes) -> None:
        """Send a whole request."""
        self.buffer.clear()
        self.started = time.perf_counter()
        self.socket.sendall(request)

    def receive(self) -> tuple[int, int] | None:
        """Return the status and body length once the answer is complete."""
        part = self.socket.recv(1 << 18)
        if not part:
            raise ConnectionError("the server closed a keep-alive connection")
        self.buffer += part
        end = self.buffer.find(b"\r\n\r\n")
        if end < 0:
            return None
        head = bytes(self.buffer[:end]).lower()
        status = int(head.split(b" ", 2)[1])
        if b"transfer-encoding: chunked" in head:
            return (status, len(self.buffer) - end - 4) if self.buffer.endswith(LAST_CHUNK) else None
        length = int(head.split(b"content-length:", 1)[1].split(b"\r\n", 1)[0])
        return (status, length) if len(self.buffer) >= end + 4 + length else None


def requests(paths: Sequence[str], *, host: str, headers: Mapping[str, str]) -> Iterator[bytes]:
    """Yield complete GET requests for the paths, for ever."""
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return cycle([f"GET {path} HTTP/1.1\r\nHost: {host}\r\n{lines}\r\n".encode() for path in paths])


def run(
    paths: Sequence[str],
    *,
    host: str,
    port: int,
    connections: int = 16,
    seconds: float = 15.0,
    headers: Mapping[str, str] | None = None,
) -> LoadResult:
    """Ask for `paths` in turn for some seconds; an answer other than 200 counts as a failure."""
    queue = requests(paths, host=f"{host}:{port}", headers=headers or {})
    selector = selectors.DefaultSelector()
    for _ in range(connections):
        connection = Connection(host, port)
        selector.register(connection.socket, selectors.EVENT_READ, connection)
        connection.send(next(queue))
    latencies: list[float] = []
    body_bytes = failures = 0
    begin = time.perf_counter()
    end = begin + seconds
    while time.perf_counter() < end:
        for key, _ in selector.select(timeout=1.0):
            connection = key.data
            answer = connection.receive()
            if answer is None:
                continue
            latencies.append(time.perf_counter() - connection.started)
            failures += answer[0] != 200  # noqa: PLR2004  # HTTP's own number
            body_bytes += answer[1]
            connection.send(next(queue))
    elapsed = time.perf_counter() - begin
    for key in list(selector.get_map().values()):
        key.data.socket.close()
    return LoadResult(latencies, elapsed, body_bytes, failures)


def together(results: Sequence[LoadResult]) -> LoadResult:
    """Return several runs as one."""
    return LoadResult(
        [latency for result in results for latency in result.latencies],
        sum(result.seconds for result in results),
        sum(result.body_bytes for result in results),
        sum(result.failures for result in results),
    )
