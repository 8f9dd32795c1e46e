"""What a receipt says, if it is one, and whether it is about the very message that was sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from credit.channels.models import ChannelHolding, ChannelMessage

ACCEPTED, REFUSED = "accepted", "refused"
LONGEST: Final = 300
MOST: Final = 20
SILENT: Final = "接收方没有说明原因"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the receiver made of one message."""

    number: str
    key: UUID
    record: str
    sequence: int
    version: int
    accepted: bool
    digest: str | None
    reasons: tuple[dict[str, str], ...]


def receipt_of(given: Any) -> Receipt | None:
    """Read one receipt; what cannot be read is none.

    依据: 渠道合同的回执格式（docs/channels.md）。
    单位: 一件回执。
    错误: 不抛出。
    """
    if not isinstance(given, Mapping) or given.get("result") not in {ACCEPTED, REFUSED}:
        return None
    try:
        key, sequence, version = UUID(str(given.get("key"))), int(given["sequence"]), int(given["version"])
    except (KeyError, TypeError, ValueError):
        return None
    digest = given.get("digest")
    return Receipt(
        number=_text(given.get("receipt")),
        key=key,
        record=_text(given.get("record")),
        sequence=sequence,
        version=version,
        accepted=given["result"] == ACCEPTED,
        digest=digest if isinstance(digest, str) else None,
        reasons=tuple(_reasons(given.get("reasons"))),
    )


def _reasons(given: Any) -> list[dict[str, str]]:
    listed = given if isinstance(given, list) else []
    named = [{name: _text(one.get(name)) for name in ("field", "reason")} for one in listed[:MOST] if isinstance(one, Mapping)]
    return [one for one in named if one["reason"]] or [{"field": "", "reason": SILENT}]


def _text(given: Any) -> str:
    return " ".join(str(given or "").replace("\0", "").split())[:LONGEST]


def is_about(receipt: Receipt, message: ChannelMessage, holding: ChannelHolding) -> bool:
    """Tell whether a receipt is about the message as it was sent: record, number, version and, where given out, content.

    依据: 平台推送规则：回执与所发内容不符的不算回执，到时限后重发。
    单位: 一件回执。
    错误: 不抛出。
    """
    same = (receipt.record, receipt.sequence, receipt.version) == (str(holding.record), message.sequence, message.version)
    return same and message.attempts > 0 and (not receipt.accepted or receipt.digest == message.digest)
