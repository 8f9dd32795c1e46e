"""What keys and allowed addresses must be like."""

from collections.abc import Sequence
from datetime import date, timedelta
from ipaddress import ip_address, ip_network

from supervision.accounts.clients.errors import AddressNotANetwork, ExpiryOutOfRange, NotForClients, NothingGranted

LONGEST_DAYS = 731
PREFIX = 12
FOR_CLIENTS = frozenset(
    {
        "archive.read",
        "search.read",
        "intake.upload",
        "intake.read",
        "jobs.read",
        "registration.read",
        "registration.record",
        "notices.inform",
        "notices.read",
        "notices.handle",
        "notices.claim",
        "licensing.match",
        "credit.read",
        "credit.report",
    }
)


def plain_addresses(text: str) -> list[str]:
    """Return allowed addresses, one network each.

    依据: GB/T 22239-2019 8.1.3.2（访问控制）：接入限定来源地址。
    单位: 无；空表示不限。
    错误: AddressNotANetwork。
    """
    return [_network(word) for word in text.replace(",", " ").replace("，", " ").split()]


def address_allowed(address: str | None, allowed: Sequence[str]) -> bool:
    """Return whether a request may come from an address.

    依据: 同 plain_addresses。
    单位: 无。
    错误: 无；看不懂的来源地址在有限定时不放行。
    """
    if not allowed:
        return True
    try:
        source = ip_address(address or "")
    except ValueError:
        return False
    plain = getattr(source, "ipv4_mapped", None) or source
    return any(plain in ip_network(network) for network in allowed)


def check_permissions(permissions: Sequence[str]) -> None:
    """Refuse what a system must not hold: rights to manage, to merge, and to open personal fields.

    依据: 个人信息保护法第六条（最小必要）；个人字段只对声明用途的人员开放。
    单位: 无。
    错误: NotForClients, NothingGranted。
    """
    if not permissions:
        raise NothingGranted
    for permission in permissions:
        if permission not in FOR_CLIENTS:
            raise NotForClients(permission=permission)


def check_expiry(expires_on: date, *, today: date) -> None:
    """Refuse a key that does not end in time.

    依据: GB/T 22239-2019 8.1.4.1（鉴别信息定期更换）。
    单位: 日，到期当日仍有效。
    错误: ExpiryOutOfRange。
    """
    if not today < expires_on <= today + timedelta(days=LONGEST_DAYS):
        raise ExpiryOutOfRange(expires_on=expires_on.isoformat())


def _network(word: str) -> str:
    try:
        return str(ip_network(word, strict=False))
    except ValueError:
        raise AddressNotANetwork(text=word[:40]) from None
