"""Where the platform sends to: https and public addresses, unless the administrator listed the host."""

from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Final
from urllib.parse import urlsplit

from supervision.notices.delivery.errors import AddressNotAllowed

LONGEST: Final = 500
PORTS: Final = {"https": 443, "http": 80}
TRANSLATED: Final = (ip_network("64:ff9b::/96"), ip_network("64:ff9b:1::/48"))


@dataclass(frozen=True, slots=True)
class Place:
    """Where a webhook leads; `listed` means that the administrator answers for the host."""

    scheme: str
    host: str
    port: int
    path: str
    listed: bool

    @property
    def authority(self) -> str:
        name = f"[{self.host}]" if ":" in self.host else self.host
        return name if PORTS[self.scheme] == self.port else f"{name}:{self.port}"


def listed_hosts(text: str | None) -> frozenset[str]:
    """Return the hosts that the administrator listed, as `host` or `host:port`.

    依据: GB/T 22239-2019 8.1.3.2（访问控制，白名单）。
    单位: 无；以空格或逗号分隔。
    错误: 不抛出。
    """
    return frozenset(word.lower() for word in (text or "").replace(",", " ").split())


def place_of(address: str, *, hosts: frozenset[str]) -> Place:
    """Read an address, or refuse it.

    依据: 平台安全规则：只推送 https，名单内的主机除外；地址里不带口令。
    单位: 无。
    错误: AddressNotAllowed。
    """
    try:
        parts = urlsplit(address.strip())
        host, port = (parts.hostname or "").lower(), parts.port or PORTS.get(parts.scheme, 0)
    except ValueError:
        raise AddressNotAllowed(why="写法不对") from None
    if not host or parts.scheme not in PORTS or len(address) > LONGEST or not address.strip().isascii() or _spaced(address):
        raise AddressNotAllowed(why="写法不对")
    if parts.username is not None or parts.password is not None:
        raise AddressNotAllowed(why="地址里不能带用户名和口令")
    listed = host in hosts or f"{host}:{port}" in hosts
    if parts.scheme != "https" and not listed:
        raise AddressNotAllowed(why="只能使用 https")
    return Place(parts.scheme, host, port, (parts.path or "/") + (f"?{parts.query}" if parts.query else ""), listed)


def _spaced(address: str) -> bool:
    return any(letter.isspace() or not letter.isprintable() for letter in address.strip())


def is_public(address: str) -> bool:
    """Tell whether an address is one of the open internet, and does not carry another inside.

    依据: RFC 6890（专用地址登记）、RFC 6052（地址转换前缀）。
    单位: 无。
    错误: 不抛出；读不懂的不是公网地址。
    """
    try:
        read = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    return all(one.is_global and not one.is_multicast for one in _inside(read))


def _inside(address: IPv4Address | IPv6Address) -> Iterable[IPv4Address | IPv6Address]:
    if isinstance(address, IPv4Address):
        return [address]
    carried: list[IPv4Address | IPv6Address] = [
        one for one in (address.ipv4_mapped, address.sixtofour, *(address.teredo or ())) if one is not None
    ]
    if any(address in network for network in TRANSLATED):
        carried.append(IPv4Address(int(address) & 0xFFFFFFFF))
    return carried if address.ipv4_mapped else [address, *carried]


def checked(addresses: Iterable[str], *, listed: bool) -> list[str]:
    """Return the addresses to connect to: all of them must be allowed, so that no name hides one among others.

    依据: 平台安全规则：解析之后核对，连接只用核对过的地址。
    单位: 无。
    错误: AddressNotAllowed。
    """
    found = list(dict.fromkeys(addresses))
    if not found:
        raise AddressNotAllowed(why="主机名解析不到地址")
    if not listed and not all(is_public(one) for one in found):
        raise AddressNotAllowed(why="主机名解析到内部地址，且不在允许名单内")
    return found
