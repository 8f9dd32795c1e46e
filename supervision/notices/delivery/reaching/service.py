"""Posting to a receiver: the name is resolved once, the address is checked, and the connection goes to that very address.

Every part has its time: connecting, each wait, and the whole exchange, so that a receiver that hangs or drips costs seconds.
"""

import socket
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from threading import Event, Timer
from typing import Final

from supervision.notices.delivery.errors import AddressNotAllowed
from supervision.notices.delivery.reaching.rules import Place, checked, place_of
from supervision.notices.delivery.rules import outcome_of
from supervision.notices.delivery.states import Outcome

TRUSTED: Final = ssl.create_default_context()
SAID: Final = 300


@dataclass(frozen=True, slots=True)
class Times:
    """How many seconds a receiver has: to accept, for each wait, and altogether."""

    connect: float = 5
    wait: float = 10
    whole: float = 20


USUAL: Final = Times()


@dataclass(frozen=True, slots=True)
class Reply:
    """What came of an attempt, in words for the receipt."""

    outcome: Outcome
    said: str
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Call:
    """What is asked of a receiver; of its answer no more than `most` bytes are read."""

    method: str
    address: str
    body: bytes
    headers: Mapping[str, str]
    most: int = 4 * SAID


def post(
    address: str,
    body: bytes,
    headers: Mapping[str, str],
    *,
    hosts: frozenset[str],
    times: Times = Times(),
    trust: ssl.SSLContext = TRUSTED,
) -> Reply:
    """Post a body and return what the receiver said; whatever goes wrong is an answer too."""
    return ask(Call("POST", address, body, headers), hosts=hosts, times=times, trust=trust)


def ask(call: Call, *, hosts: frozenset[str], times: Times = Times(), trust: ssl.SSLContext = TRUSTED) -> Reply:
    """Call a receiver and return what it said; whatever goes wrong is an answer too."""
    try:
        place = place_of(call.address, hosts=hosts)
        with _connected(place, times, trust) as line, _ended_after(line, times.whole):
            return _exchange(line, place, call)
    except AddressNotAllowed as refused:
        return Reply(Outcome.DOWN, refused.text)
    except TimeoutError:
        return Reply(Outcome.DOWN, "接收方没有在规定时间内应答")
    except ssl.SSLError as error:
        return Reply(Outcome.DOWN, f"接收方的证书或加密连接有问题：{error.reason or error}"[:SAID])
    except (OSError, HTTPException, ValueError) as error:
        return Reply(Outcome.DOWN, f"连接不上接收方，或应答中断：{error or type(error).__name__}"[:SAID])


def _exchange(line: socket.socket, place: Place, call: Call) -> Reply:
    connection = HTTPConnection(place.host, place.port)
    connection.sock, connection.auto_open = line, 0
    connection.request(call.method, place.path, call.body, {**call.headers, "Host": place.authority, "Connection": "close"})
    answer = connection.getresponse()
    body = answer.read(call.most)
    text = " ".join(body[: 4 * SAID].decode("utf-8", "replace").replace("\0", "").split())
    return Reply(outcome_of(answer.status), f"HTTP {answer.status} {text}"[:SAID].strip(), body)


@contextmanager
def _connected(place: Place, times: Times, trust: ssl.SSLContext) -> Iterator[socket.socket]:
    found = socket.getaddrinfo(place.host, place.port, type=socket.SOCK_STREAM)
    addresses = checked((str(entry[4][0]) for entry in found), listed=place.listed)
    with _first(addresses, place.port, times) as line:
        line.settimeout(times.wait)
        if place.scheme != "https":
            yield line
            return
        with trust.wrap_socket(line, server_hostname=place.host) as secured:
            yield secured


def _first(addresses: list[str], port: int, times: Times) -> socket.socket:
    """Return a line to the first address that answers."""
    for number, address in enumerate(addresses, start=1):
        try:
            line = socket.create_connection((address, port), timeout=times.connect)
            line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # head and body are two writes
            return line  # noqa: TRY300 - only connecting is tried again
        except OSError:
            if number == len(addresses):
                raise
    raise AddressNotAllowed(why="主机名解析不到地址")


@contextmanager
def _ended_after(line: socket.socket, seconds: float) -> Iterator[None]:
    """Cut the line when the whole time is over; what was read until then is no answer, even if it looks like one."""
    over = Event()
    watch = Timer(seconds, _cut, (line, over))
    watch.daemon = True
    watch.start()
    try:
        yield
    finally:
        watch.cancel()
        if over.is_set():
            raise TimeoutError


def _cut(line: socket.socket, over: Event) -> None:
    over.set()
    with suppress(OSError):
        socket.socket.shutdown(line, socket.SHUT_RDWR)
