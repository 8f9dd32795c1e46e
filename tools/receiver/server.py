"""The receiver over HTTP: takes batches, gives receipts, lists what it holds, and misbehaves when it is told to."""

import hashlib
import hmac
import json
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tools.receiver.contract import WANTED, catalogue_fault
from tools.receiver.store import Store

FAULTS = (
    "none", "ordinary", "down", "unavailable", "slow", "after-500", "refuse", "lose-receipts", "late-receipts", "wrong-receipts", "lose-rows",
    "keep-rows",
)  # fmt: skip
SLOW = 3.0
LARGEST = 64 * 1024 * 1024
SCHEMES = {"hmac-sm3": "sm3", "hmac-sha256": "sha256"}


class Receiver(ThreadingHTTPServer):
    """The server with a store for each channel, and the fault that it has at the moment."""

    daemon_threads = True

    def __init__(self, host: str, port: int, *, secret: str, fault: str = "none", folder: Path | None = None) -> None:
        super().__init__((host, port), Handler)
        self.secret, self.fault, self.folder = secret.encode(), fault, folder
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
        self.stores = self.opened()

    def opened(self) -> dict[str, Store]:
        """Return a store for each channel, with what its journal says."""
        return {
            channel: Store(channel, self.secret, journal=self.folder / f"{channel}.jsonl" if self.folder else None)
            for channel in WANTED
        }


class Refusal(Exception):
    """The call itself is answered with a status."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status, self.text = status, text


class Handler(BaseHTTPRequestHandler):
    """One call."""

    server: Receiver
    protocol_version = "HTTP/1.1"
    wbufsize = -1

    def do_POST(self) -> None:
        """Take a batch, or a change of behaviour."""
        body = self.rfile.read(min(int(self.headers.get("Content-Length") or 0), LARGEST))
        self.behaving(lambda: self.posted(body))

    def do_GET(self) -> None:
        """Give receipts, holdings, or the page of everything."""
        self.behaving(self.got)

    def behaving(self, act: Callable[[], dict[str, Any]]) -> None:
        """Do what is asked, unless the fault of the moment is another."""
        own = urlsplit(self.path).path.startswith("/control")
        fault = "none" if own else self.server.fault
        if fault == "down":
            self.close_connection = True
            return
        if fault == "slow":
            time.sleep(SLOW)
        try:
            answer = {"problem": "维护中"} if fault == "unavailable" else act()
            status = 503 if fault == "unavailable" else 200
        except Refusal as refused:
            answer, status = {"problem": refused.text}, refused.status
        if fault == "after-500" and self.command == "POST":
            answer, status = {"problem": "内部错误"}, 500
        self.say(status, answer)

    def posted(self, body: bytes) -> dict[str, Any]:
        """Take a batch: each message is judged by itself, a batch that is none is refused as a whole."""
        place = urlsplit(self.path).path
        if place == "/control":
            return self.control(read(body))
        store = self.store(place, "batches", "catalogue")
        scheme = self.proven(body)
        given = read(body)
        if place.endswith("/catalogue"):
            return self.catalogue(store, given)
        messages = given.get("messages")
        if given.get("contract") != store.channel or not isinstance(messages, list) or not given.get("batch"):
            raise Refusal(422, "不是本渠道的批次")
        if not all(isinstance(one, dict) and one.get("key") and one.get("record") for one in messages):
            raise Refusal(422, "批次中有读不懂的消息")
        store.counts["batches"] += 1
        for message in messages:
            store.take(message, SCHEMES[scheme], self.server.fault)
        return {"batch": given["batch"], "taken": len(messages)}

    def catalogue(self, store: Store, given: dict[str, Any]) -> dict[str, Any]:
        """Take a whole catalogue in place of the one before, if it is what its digest says."""
        wrong = catalogue_fault(store.channel, given)
        if wrong is not None:
            raise Refusal(422, wrong)
        data = json.dumps(given["items"], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        digest = hashlib.sha256(data.encode()).hexdigest()
        if given.get("digest") != digest or self.headers.get("Idempotency-Key") != digest:
            raise Refusal(422, "摘要与目录不符")
        return store.take_catalogue(digest, given["items"])

    def got(self) -> dict[str, Any]:
        """Answer a question."""
        parts = urlsplit(self.path)
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if parts.path == "/control":
            return {name: self.summary(store) for name, store in self.server.stores.items()} | {"fault": self.server.fault}
        store = self.store(parts.path, "receipts", "holdings")
        self.proven(self.path.encode())
        limit = int(asked.get("limit") or 1000)
        if parts.path.endswith("/holdings"):
            return store.held(asked.get("day", ""), asked.get("after", ""), limit)
        after = asked.get("after") or "0"
        answer = store.list_receipts(int(after), limit) if after.isdigit() else None
        if answer is None:
            raise Refusal(409, "没有这个位置")
        return answer

    def control(self, given: dict[str, Any]) -> dict[str, Any]:
        """Change the fault, let kept receipts go, or begin anew as after a restart."""
        fault = given.get("fault", self.server.fault)
        if fault not in FAULTS:
            raise Refusal(422, "没有这种故障")
        self.server.fault = fault
        if given.get("restart"):
            self.server.stores = self.server.opened()
        if given.get("release"):
            for store in self.server.stores.values():
                store.let_go()
        return {"fault": fault}

    @staticmethod
    def summary(store: Store) -> dict[str, Any]:
        """Return everything that a channel holds, for those who look at the simulator itself."""
        with store.lock:
            items = len(store.catalogue["items"]) if store.catalogue else None
            return {**store.counts, "items": items, "records": {number: dict(one) for number, one in store.records.items()}}

    def store(self, place: str, *acts: str) -> Store:
        """Return the store that an address names."""
        parts = place.strip("/").split("/")
        if len(parts) != 2 or parts[1] not in acts or parts[0] not in self.server.stores:  # noqa: PLR2004 - channel and act
            raise Refusal(404, "没有这个地址")
        return self.server.stores[parts[0]]

    def proven(self, message: bytes) -> str:
        """Check time and signature of a call; return the scheme."""
        stamp, given = self.headers.get("X-Supervision-Time", ""), self.headers.get("X-Supervision-Signature", "")
        scheme, _, value = given.partition("=")
        if scheme not in SCHEMES or not stamp.isdigit():
            raise Refusal(401, "没有签名")
        wanted = hmac.new(self.server.secret, f"{stamp}.".encode() + message, SCHEMES[scheme]).hexdigest()
        if not hmac.compare_digest(wanted, value):
            raise Refusal(401, "签名不符")
        return scheme

    def say(self, status: int, answer: dict[str, Any]) -> None:
        """Answer with JSON."""
        body = json.dumps(answer, ensure_ascii=False).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - the name that the base class gives it
        """Keep quiet; what came is seen under /control."""


def read(body: bytes) -> dict[str, Any]:
    """Return a body as an object."""
    try:
        found = json.loads(body)
    except ValueError:
        raise Refusal(400, "不是 JSON") from None
    if not isinstance(found, dict):
        raise Refusal(400, "不是对象")
    return found
