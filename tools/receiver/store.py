"""What the receiver keeps: records by their number, receipts in order; optionally a journal that survives a restart."""

import hashlib
import hmac
import json
import threading
from pathlib import Path
from typing import Any

from tools.receiver.contract import faults

GIVES = {"publish", "correct"}
BEHIND, MISLAID = 19, 10


class Store:
    """The records and receipts of one channel."""

    def __init__(self, channel: str, secret: bytes, *, journal: Path | None = None) -> None:
        self.channel, self.secret, self.journal = channel, secret, journal
        self.lock = threading.RLock()
        self.records: dict[str, dict[str, Any]] = {}
        self.seen: dict[str, dict[str, Any]] = {}
        self.receipts: list[dict[str, Any]] = []
        self.kept_back: list[dict[str, Any]] = []
        self.counts = {"batches": 0, "messages": 0, "repeated": 0, "stale": 0, "catalogues": 0}
        self.shelf = journal.with_suffix(".catalogue.json") if journal is not None else None
        self.catalogue: dict[str, Any] | None = None
        if self.shelf is not None and self.shelf.exists():
            self.catalogue = json.loads(self.shelf.read_text(encoding="utf-8"))
        if journal is not None and journal.exists():
            for line in journal.read_text(encoding="utf-8").splitlines():
                entry = json.loads(line)
                self.take(entry["message"], entry["scheme"], entry["fault"], again=True)

    def take(self, message: dict[str, Any], scheme: str, fault: str, *, again: bool = False) -> None:
        """Take one message in, once, and write its receipt; a number below the record's own changes nothing in it."""
        with self.lock:
            key = str(message.get("key"))
            self.counts["messages"] += 1
            if key in self.seen:
                self.counts["repeated"] += 1
                self.answer(self.seen[key], fault)
                return
            if self.journal is not None and not again:
                with self.journal.open("a", encoding="utf-8") as file:
                    file.write(json.dumps({"message": message, "scheme": scheme, "fault": fault}, ensure_ascii=False) + "\n")
            receipt = self.judge(message, scheme, fault)
            self.seen[key] = receipt
            self.answer(receipt, fault)

    def take_catalogue(self, digest: str, items: list[dict[str, Any]]) -> dict[str, Any]:
        """Keep a catalogue in place of the one before; one that is held already gets the same receipt."""
        with self.lock:
            self.counts["catalogues"] += 1
            if self.catalogue is None or self.catalogue["digest"] != digest:
                number = self.catalogue["number"] + 1 if self.catalogue else 1
                self.catalogue = {"digest": digest, "number": number, "items": items}
                if self.shelf is not None:
                    self.shelf.write_text(json.dumps(self.catalogue, ensure_ascii=False), encoding="utf-8")
            receipt = f"{self.channel}-ML{self.catalogue['number']:06d}"
            return {"digest": digest, "items": len(self.catalogue["items"]), "receipt": receipt}

    def judge(self, message: dict[str, Any], scheme: str, fault: str) -> dict[str, Any]:
        """Check a message and keep it; return its receipt."""
        digest = self.digest(message["row"], scheme) if isinstance(message.get("row"), dict) else None
        reasons = faults(self.channel, message)
        if message.get("digest") != digest:
            reasons.append({"field": "", "reason": "摘要与数据行不符"})
        reasons += self.ordinary(message) if fault == "ordinary" else []
        if fault == "refuse" and unlucky(message.get("row") or {}):
            reasons.append({"field": "CF_WSH", "reason": "文书号不在本平台代码表"})
        if not reasons:
            self.keep(message, digest, fault)
        named = {name: message.get(name) for name in ("key", "record", "sequence", "version")}
        result = {"result": "refused" if reasons else "accepted", "digest": digest, "reasons": reasons}
        return {"receipt": f"{self.channel}-{len(self.seen) + 1:08d}", **named, **result}

    def keep(self, message: dict[str, Any], digest: str | None, fault: str) -> None:
        """Keep what a good message says, unless a later one about the same record was here first."""
        held = self.records.get(message["record"])
        if held is not None and held["sequence"] >= message["sequence"]:
            self.counts["stale"] += 1
            return
        if fault == "ordinary" and self.nth(message) == MISLAID:
            return
        if fault == "lose-rows" or (fault == "keep-rows" and message["action"] not in GIVES):
            return
        row = message.get("row") if message["action"] in GIVES else None
        named = {name: message.get(name) for name in ("sequence", "version", "day", "table", "department", "reason")}
        self.records[message["record"]] = {**named, "row": row, "digest": digest}

    def nth(self, message: dict[str, Any]) -> int:
        """Return the how many-th message this is, if it is the first about its record; what is told again is not counted."""
        return len(self.seen) + 1 if message.get("sequence") == 1 and message["action"] in GIVES else 0

    def ordinary(self, message: dict[str, Any]) -> list[dict[str, str]]:
        """Refuse a few, as a platform does whose list of authorities is behind; when it is told again it has caught up."""
        behind = self.nth(message) % BEHIND == len(self.channel) % BEHIND and self.nth(message) > 0
        code = "CF_CFJG" if str(message.get("table", "")).endswith("处罚") else "XK_XKJG"
        return [{"field": code, "reason": "决定机关不在本平台单位目录内，目录更新后可重新推送"}] if behind else []

    def answer(self, receipt: dict[str, Any], fault: str) -> None:
        """Write a receipt into the list, as far as the fault lets it."""
        if fault == "lose-receipts":
            return
        if fault == "late-receipts":
            self.kept_back.append(receipt)
            return
        given = dict(receipt)
        if fault == "wrong-receipts":
            given |= {"digest": "0" * 64, "sequence": receipt["sequence"] + 7}
        self.receipts.append(given)

    def let_go(self) -> None:
        """Write the receipts that were kept back, oldest last, as a slow channel would."""
        with self.lock:
            self.receipts += reversed(self.kept_back)
            self.kept_back = []

    def digest(self, row: dict[str, Any], scheme: str) -> str:
        """Return the keyed digest of a row as this side computes it."""
        data = json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
        return hmac.new(self.secret, data, scheme.removeprefix("hmac-")).hexdigest()

    def held(self, day: str, after: str, limit: int) -> dict[str, Any]:
        """Return a page of what is held of a day, in the order of the record numbers."""
        with self.lock:
            own = sorted(
                number
                for number, one in self.records.items()
                if one["row"] and (not day or one["day"] == day) and number > after
            )
            page = [{"record": number, **self.named(number)} for number in own[:limit]]
        return {"holdings": page, "next": page[-1]["record"] if page else after, "more": len(own) > limit}

    def named(self, number: str) -> dict[str, Any]:
        """Return what the list says of a record."""
        return {name: self.records[number][name] for name in ("version", "sequence", "digest")}

    def list_receipts(self, after: int, limit: int) -> dict[str, Any] | None:
        """Return receipts after a place; nothing where there never was such a place."""
        with self.lock:
            if after > len(self.receipts):
                return None
            page = self.receipts[after : after + limit]
            return {"receipts": page, "next": str(after + len(page)), "more": after + len(page) < len(self.receipts)}


def unlucky(row: dict[str, Any]) -> bool:
    """Tell whether a row is among the third that the fault `refuse` refuses, always the same."""
    number = str(row.get("CF_WSH") or row.get("XK_WSH") or "")
    return hashlib.sha256(number.encode()).digest()[0] % 3 == 0
