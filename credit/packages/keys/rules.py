"""When a signing key is believed."""

from datetime import date, datetime
from typing import Final

from credit.packages.errors import KeyOutOfDate, KeyPeriodRefused, KeyRevoked, MadeInTheFuture
from credit.packages.models import SigningKey
from credit.packages.states import KeyState
from supervision.kernel.clock import legal_date

LONGEST_YEARS: Final = 5


def hex_digits(text: str) -> str:
    """Return a key or fingerprint without the blanks and colons with which people write it.

    依据: 指纹分组书写以便核对。
    单位: 十六进制。
    错误: 无。
    """
    return "".join(sign for sign in text.lower() if not sign.isspace() and sign not in ":-")


def check_period(valid_from: date, valid_to: date, *, today: date) -> None:
    """Refuse a key without a near end, or one that is over already.

    依据: 密钥须有期限（GB/T 39786-2021 密钥管理）；五年为平台保守取值。
    单位: 日，含首尾。
    错误: KeyPeriodRefused。
    """
    if valid_to < valid_from:
        raise KeyPeriodRefused(why="止日早于起日", years=LONGEST_YEARS)
    if valid_to < today:
        raise KeyPeriodRefused(why="止日已过", years=LONGEST_YEARS)
    if (valid_to - valid_from).days > 366 * LONGEST_YEARS:
        raise KeyPeriodRefused(why="有效期太长", years=LONGEST_YEARS)


def check_key(key: SigningKey, *, made_at: datetime, now: datetime) -> None:
    """Refuse a package that was made, or comes, when its key does not hold.

    依据: GB/T 39786-2021（失效密钥的签名不再采信）；制作日和导入日都须在有效期内。
    单位: 日（Asia/Shanghai）。
    错误: KeyRevoked、MadeInTheFuture、KeyOutOfDate。
    """
    if key.state == KeyState.REVOKED:
        raise KeyRevoked(on=legal_date(key.revoked_at) if key.revoked_at else "", why=key.revoked_why)
    if made_at > now:
        raise MadeInTheFuture(made=f"{legal_date(made_at)}")
    for what, instant in (("制作日", made_at), ("导入日", now)):
        if not key.valid_from <= legal_date(instant) <= key.valid_to:
            raise KeyOutOfDate(since=key.valid_from, until=key.valid_to, what=what)
