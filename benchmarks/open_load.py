"""An open-loop HTTP client: requests leave by the clock, whether or not the answers before them have come.

Each latency counts from the moment at which its request was due, so that a server that falls behind cannot slow down the asking.
"""

import selectors
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from benchmarks.http_load import Connection

MOST_CONNECTIONS = 32
LISTEN_SECONDS = 0.05


@dataclass(slots=True)
class Sent:
    """What happened to the requests, each at its place: when it was due, when it was answered, and how."""

    due: list[float] = field(default_factory=list)
    answered: dict[int, float] = field(default_factory=dict)
    failures: dict[int, int] = field(default_factory=dict)

    def latencies(self) -> list[float]:
        """Return the seconds from due to answered, of those that were."""
        return [self.answered[place] - self.due[place] for place in sorted(self.answered)]


def send(
    bodies: Sequence[bytes],
    *,
    host: str,
    port: int,
    per_second: float,
    head: Callable[[int], bytes],
    began: Callable[[float], None] = lambda _start: None,
) -> Sent:
    """POST every body at its time over as many connections as that takes; an answer other than 200 counts as a failure."""
    sender = _Sender(bodies, host, port, head)
    start = time.perf_counter() + 0.2
    began(start)
    sender.sent.due = [start + place / per_second for place in range(len(bodies))]
    sender.run()
    return sender.sent


class _Sender:
    def __init__(self, bodies: Sequence[bytes], host: str, port: int, head: Callable[[int], bytes]) -> None:
        self.sent = Sent()
        self._bodies, self._host, self._port, self._head = bodies, host, port, head
        self._selector = selectors.DefaultSelector()
        self._idle: deque[Connection] = deque()
        self._open = self._next = 0

    def run(self) -> None:
        while len(self.sent.answered) < len(self._bodies):
            while self._next < len(self._bodies) and time.perf_counter() >= self.sent.due[self._next] and self._start():
                self._next += 1
            self._listen()
        for key in list(self._selector.get_map().values()):
            key.data.socket.close()

    def _start(self) -> bool:
        """Send the next request if a connection is free or may be opened."""
        if not self._idle and self._open < MOST_CONNECTIONS:
            connection = Connection(self._host, self._port)
            self._selector.register(connection.socket, selectors.EVENT_READ, connection)
            self._idle.append(connection)
            self._open += 1
        if not self._idle:
            return False
        connection, body = self._idle.popleft(), self._bodies[self._next]
        connection.place = self._next
        connection.send(self._head(len(body)) + body)
        return True

    def _listen(self) -> None:
        for key, _ in self._selector.select(timeout=self._pause()):
            connection = key.data
            answer = connection.receive()
            if answer is None:
                continue
            self.sent.answered[connection.place] = time.perf_counter()
            if answer[0] != 200:  # noqa: PLR2004  # HTTP's own number
                self.sent.failures[connection.place] = answer[0]
            self._idle.append(connection)

    def _pause(self) -> float:
        """Return how long nothing has to be done but listen: until the next request is due, if there is a way to send it."""
        free = bool(self._idle) or self._open < MOST_CONNECTIONS
        if self._next >= len(self._bodies) or not free:
            return LISTEN_SECONDS
        return max(0.0, min(self.sent.due[self._next] - time.perf_counter(), LISTEN_SECONDS))
