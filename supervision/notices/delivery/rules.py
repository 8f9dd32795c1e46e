"""How long to wait after a failure, what an answer means, and what an address must be like."""

import re
from datetime import timedelta
from email.utils import parseaddr
from http import HTTPStatus
from typing import Final

from supervision.notices.delivery.errors import RecipientsUnreadable
from supervision.notices.delivery.states import Outcome

PAUSES: Final = tuple(timedelta(minutes=minutes) for minutes in (5, 15, 30, 60, 120, 240, 360))
MOST_RECIPIENTS: Final = 10
RECIPIENT: Final = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,250}[A-Za-z0-9])?", re.ASCII
)
ABOUT_ONE_NOTICE: Final = frozenset({400, 409, 413, 415, 422})


def pause(failures: int) -> timedelta:
    """Return how long to wait after so many failures in a row; there is no last attempt.

    依据: 平台送达规则：失败后间隔逐次加长，最长 6 小时，直到送达或部门停用该渠道。
    单位: 第几次连续失败，从 1 起。
    错误: 不抛出。
    """
    return PAUSES[min(max(failures, 1), len(PAUSES)) - 1]


def outcome_of(status: int) -> Outcome:
    """Return what an HTTP status says: delivered, refused for this notice, or not to be reached at all.

    依据: RFC 9110 15 节；只有 2xx 算送达，跳转不跟随。
    单位: HTTP 状态码。
    错误: 不抛出。
    """
    if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        return Outcome.DELIVERED
    return Outcome.REFUSED if status in ABOUT_ONE_NOTICE else Outcome.DOWN


def recipients(text: str) -> list[str]:
    """Return the addresses of a list, one a line.

    依据: RFC 5321 2.3.11；平台每个部门至多 10 个。
    单位: 无。
    错误: RecipientsUnreadable。
    """
    found = list(dict.fromkeys(word for word in re.split(r"[\s,;，；]+", text) if word))
    wrong = [word for word in found if not RECIPIENT.fullmatch(word) or parseaddr(word)[1] != word]
    if wrong or not found or len(found) > MOST_RECIPIENTS:
        raise RecipientsUnreadable(text=(wrong or found or ["没有填写"])[0][:80])
    return found


def standstill(days: int) -> str:
    """Return how a channel that fails is told of.

    依据: 平台送达规则。
    单位: 自然日。
    错误: 不抛出。
    """
    return "今天起送不出去" if days <= 0 else f"已经 {days} 天送不出去"
