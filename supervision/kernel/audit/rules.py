"""How an entry becomes a hash: one canonical text, so that any reader computes the same."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, Protocol

from supervision.kernel.crypto.algorithms import digest

ALGORITHM: Final = "SM3"
GENESIS: Final = bytes(32)


@dataclass(frozen=True, slots=True)
class Draft:
    """An act before it has its place in the chain."""

    at: datetime
    actor: str
    action: str
    object_kind: str
    object_id: str | None
    department_id: int | None
    address: str | None
    detail: str


class Act(Protocol):
    """What a draft and a stored entry have in common."""

    @property
    def at(self) -> datetime: ...
    @property
    def actor(self) -> str: ...
    @property
    def action(self) -> str: ...
    @property
    def object_kind(self) -> str: ...
    @property
    def object_id(self) -> str | None: ...
    @property
    def department_id(self) -> int | None: ...
    @property
    def address(self) -> str | None: ...
    @property
    def detail(self) -> str: ...


class Reading(Protocol):
    """What a batch of the access log is made of."""

    @property
    def id(self) -> int: ...
    @property
    def at(self) -> datetime: ...
    @property
    def actor(self) -> str: ...
    @property
    def action(self) -> str: ...
    @property
    def object_kind(self) -> str: ...
    @property
    def object_id(self) -> str | None: ...
    @property
    def purpose(self) -> str | None: ...
    @property
    def case_number(self) -> str | None: ...
    @property
    def department_id(self) -> int | None: ...
    @property
    def address(self) -> str | None: ...


def canonical(detail: Mapping[str, object]) -> str:
    """Return the one text of a detail; what cannot be stored as text is shown as a replacement character.

    依据: 本平台规定，键按码点排序，UTF-8，无多余空白。
    单位: JSON 文本。
    错误: 不抛出；非 JSON 值以其文字形式写入。
    """
    return storable(json.dumps(detail, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str))


def storable(text: str) -> str:
    """Return text that a database accepts.

    依据: 本平台规定，孤立代理项与 NUL 以替换字符代替。
    单位: 文本。
    错误: 不抛出。
    """
    return text.replace("\0", "\ufffd").encode("utf-8", "replace").decode("utf-8")


def instant(at: datetime) -> str:
    """Return the one text of an instant.

    依据: 本平台规定，UTC，精确到微秒（与数据库一致）。
    单位: ISO 8601 文本。
    错误: 不抛出。
    """
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def entry_hash(act: Act, *, seq: int, previous: bytes, algorithm: str = ALGORITHM) -> bytes:
    """Return the hash of an entry in its place.

    依据: GB/T 32905（SM3）；内容含序号与前一条的哈希，故增删改换位均可发现。
    单位: 32 字节。
    错误: KeyError（未知算法）。
    """
    content = [
        seq,
        instant(act.at),
        act.actor,
        act.action,
        act.object_kind,
        act.object_id,
        act.department_id,
        act.address,
        act.detail,
        previous.hex(),
    ]
    return digest(algorithm, json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode())


def reading_line(reading: Reading) -> bytes:
    """Return the line that stands for one row of the access log in its batch's digest.

    依据: 本平台规定，含行号与全部字段。
    单位: UTF-8 字节，以换行结尾。
    错误: 不抛出。
    """
    content = [
        reading.id,
        instant(reading.at),
        reading.actor,
        reading.action,
        reading.object_kind,
        reading.object_id,
        reading.purpose,
        reading.case_number,
        reading.department_id,
        reading.address,
    ]
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
