"""Which addresses may be connected to: those in the operator's networks, and never by accident one of this machine."""

import re
from collections.abc import Iterable, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final

from credit.docking.errors import HostNotAllowed, HostUnknown, NetworkUnreadable, NothingAllowed

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
NAME: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,252}")
TRANSLATED: Final = (ip_network("64:ff9b::/96"), ip_network("64:ff9b:1::/48"))
APART: Final = tuple(
    ip_network(text)
    for text in (
        "0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "100.100.100.200/32", "168.63.129.16/32", "224.0.0.0/3",
        "::/128", "::1/128", "fe80::/10", "ff00::/8", "fd00:ec2::254/128",
    )
)  # fmt: skip
"""This machine, the local link, broadcast, and where clouds answer about a machine's own credentials."""


def listed_networks(text: str | None) -> tuple[Network, ...]:
    """Return the networks that the operator listed, as `address` or `network/bits`.

    依据: GB/T 22239-2019 8.1.3.2（访问控制，白名单）。
    单位: 无；以空格或逗号分隔。
    错误: NetworkUnreadable。
    """
    return tuple(_network(word) for word in (text or "").replace(",", " ").split())


def _network(word: str) -> Network:
    try:
        return ip_network(word, strict=False)
    except ValueError:
        raise NetworkUnreadable(word=word) from None


def is_host(text: str) -> bool:
    """Tell whether a text can be a host name or an address; a path, a port or several hosts cannot.

    依据: RFC 1123 2.1、RFC 4291。
    单位: 无。
    错误: 无。
    """
    if NAME.fullmatch(text):
        return True
    try:
        return bool(ip_address(text))
    except ValueError:
        return False


def allowed(addresses: Iterable[str], *, host: str, networks: Sequence[Network]) -> list[str]:
    """Return the addresses to connect to: all must be allowed, so that no name hides one among others.

    依据: 平台安全规则：解析之后核对，连接只用核对过的地址。
    单位: 无。
    错误: NothingAllowed, HostUnknown, HostNotAllowed。
    """
    if not networks:
        raise NothingAllowed
    found = list(dict.fromkeys(addresses))
    if not found:
        raise HostUnknown(host=host)
    for one in found:
        if not _permitted(one, networks):
            raise HostNotAllowed(host=host, address=one)
    return found


def _permitted(text: str, networks: Sequence[Network]) -> bool:
    try:
        read = ip_address(text.partition("%")[0])
    except ValueError:
        return False
    return all(_listed(one, networks) for one in _inside(read))


def _listed(address: Address, networks: Sequence[Network]) -> bool:
    """Tell whether a network lists the address; one that is set apart must be meant, a wide network does not mean it."""
    apart = next((network for network in APART if address in network), None)
    holding = [network for network in networks if address in network]
    return bool(holding) if apart is None else any(network.prefixlen >= apart.prefixlen for network in holding)


def _inside(address: Address) -> list[Address]:
    """Return the address, and those that it carries inside: a translated one leads to the other."""
    if isinstance(address, IPv4Address):
        return [address]
    if address.ipv4_mapped is not None:
        return [address.ipv4_mapped]
    carried: list[Address] = [one for one in (address.sixtofour, *(address.teredo or ())) if one is not None]
    if any(address in network for network in TRANSLATED):
        carried.append(IPv4Address(int(address) & 0xFFFFFFFF))
    return [address, *carried]
