"""What passwords, sign-in names and codes must be like."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

from supervision.accounts.people.errors import LoginNotPlain, PasswordTooWeak
from supervision.accounts.policy.rules import Policy

LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{1,31}")
CLASSES = (re.compile(r"[A-Z]"), re.compile(r"[a-z]"), re.compile(r"[0-9]"), re.compile(r"[^A-Za-z0-9]"))
LONGEST_PASSWORD = 128
TOTP_SECONDS = 30
TOTP_DRIFT = 1


def plain_login(text: str) -> str:
    """Return the sign-in name in the one form in which it is stored.

    依据: GB/T 22239-2019 8.1.4.1（身份标识具有唯一性）：大小写不同不是两个人。
    单位: 无。
    错误: LoginNotPlain。
    """
    login = text.strip().lower()
    if not LOGIN.fullmatch(login):
        raise LoginNotPlain(login=login[:32])
    return login


def password_faults(password: str, *, login: str, policy: Policy) -> Iterator[str]:
    """Yield what is wrong with a new password, in words.

    依据: GB/T 22239-2019 8.1.4.1（鉴别信息具有复杂度）；位数与类数见 policy。
    单位: 位、类。
    错误: 无。
    """
    if len(password) < policy.password_length:
        yield f"只有 {len(password)} 位"
    if len(password) > LONGEST_PASSWORD:
        yield f"超过 {LONGEST_PASSWORD} 位"
    classes = sum(bool(pattern.search(password)) for pattern in CLASSES)
    if classes < policy.password_classes:
        yield f"只有 {classes} 类字符"
    if login in password.lower():
        yield "含有登录名"


def check_password(password: str, *, login: str, policy: Policy) -> None:
    """Refuse a password with faults.

    依据: 同 password_faults。
    单位: 位、类。
    错误: PasswordTooWeak。
    """
    faults = list(password_faults(password, login=login, policy=policy))
    if faults:
        raise PasswordTooWeak(fault="，".join(faults), length=policy.password_length, classes=policy.password_classes)


def password_expired(set_at: datetime, *, now: datetime, policy: Policy) -> bool:
    """Return whether a password is older than it may be.

    依据: GB/T 22239-2019 8.1.4.1（定期更换）；天数见 policy。
    单位: 天，从设置之时起。
    错误: 无。
    """
    return now >= set_at + timedelta(days=policy.password_days)


def locked_until(failures: int, *, now: datetime, policy: Policy) -> datetime | None:
    """Return until when so many failures in a row lock an account.

    依据: GB/T 22239-2019 8.1.4.1（限制非法登录次数）；次数与分钟见 policy。
    单位: 次、分钟。
    错误: 无。
    """
    return now + timedelta(minutes=policy.lock_minutes) if failures >= policy.lock_failures else None


def totp_steps(now: datetime) -> range:
    """Return the steps of time whose codes are accepted: the present one and a neighbour on either side.

    依据: RFC 6238 5.2（允许一步时钟偏差）。
    单位: 30 秒为一步。
    错误: 无。
    """
    step = int(now.timestamp()) // TOTP_SECONDS
    return range(step - TOTP_DRIFT, step + TOTP_DRIFT + 1)
