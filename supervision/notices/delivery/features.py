"""What a receiver is told of one step of a notice: enough to handle it, and nothing of a person."""

import json
from datetime import date, datetime
from typing import Any, Final

from supervision.notices.states import NoticeAction, NoticeKind, NoticeState

NOTICE: Final = (
    "number", "kind", "name", "code", "occurred_on", "item_code", "item_name", "division", "reform_mode", "state", "pushed_at",
    "receive_by", "answer_by", "revision",
)  # fmt: skip


def letter(row: Any) -> dict[str, Any]:
    """Return one delivery as the API and the webhook give it; `row` is of `queries.DELIVERED`."""
    told = {name: _plain(getattr(row, name)) for name in NOTICE}
    notice = {"id": row.notice_id, **told, "kind_name": NoticeKind(row.kind).label, "state_name": NoticeState(row.state).label}
    return {
        "delivery": str(row.key),
        "cursor": row.id,
        "action": row.action,
        "action_name": NoticeAction(row.action).label,
        "at": row.at.isoformat(),
        "reason": row.reason,
        "notice": notice,
    }


def body_of(row: Any) -> bytes:
    """Return the letter as bytes, which are what is signed."""
    return json.dumps(letter(row), ensure_ascii=False, separators=(",", ":")).encode()


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value
