"""Only what the operator listed is reached, and this machine only where it was meant."""

import pytest

from credit.docking.errors import HostNotAllowed, HostUnknown, NetworkUnreadable, NothingAllowed
from credit.docking.reaching.rules import allowed, is_host, listed_networks


@pytest.mark.parametrize(
    ("networks", "addresses"),
    [
        ("10.20.0.0/16", ["10.20.3.4"]),
        ("10.20.0.0/16, 192.168.5.3", ["192.168.5.3", "10.20.0.1"]),
        ("127.0.0.1", ["127.0.0.1"]),
        ("127.0.0.0/8", ["127.0.0.2"]),
        ("::1", ["::1"]),
        ("fd12::/16", ["fd12::7"]),
        ("10.20.0.0/16", ["::ffff:10.20.3.4"]),
    ],
)
def test_what_is_listed_is_reached(networks, addresses):
    assert allowed(addresses, host="db", networks=listed_networks(networks)) == addresses


@pytest.mark.parametrize(
    ("networks", "addresses"),
    [
        ("10.20.0.0/16", ["10.21.0.1"]),
        ("10.20.0.0/16", ["10.20.0.1", "8.8.8.8"]),
        ("0.0.0.0/0 ::/0", ["127.0.0.1"]),
        ("0.0.0.0/0 ::/0", ["::1"]),
        ("0.0.0.0/0 ::/0", ["0.0.0.0"]),  # noqa: S104 - what must not be reached
        ("0.0.0.0/0 ::/0", ["169.254.169.254"]),
        ("0.0.0.0/0 ::/0", ["100.100.100.200"]),
        ("0.0.0.0/0 ::/0", ["fe80::1%eth0"]),
        ("0.0.0.0/0 ::/0", ["fd00:ec2::254"]),
        ("0.0.0.0/0 ::/0", ["::ffff:127.0.0.1"]),
        ("0.0.0.0/0 ::/0", ["64:ff9b::7f00:1"]),
        ("0.0.0.0/0 ::/0", ["2002:7f00:1::"]),
        ("0.0.0.0/0 ::/0", ["224.0.0.1"]),
        ("10.20.0.0/16", ["::ffff:10.21.0.1"]),
    ],
)
def test_what_is_not_listed_is_refused_however_it_is_written(networks, addresses):
    with pytest.raises(HostNotAllowed):
        allowed(addresses, host="db", networks=listed_networks(networks))


def test_without_a_list_nothing_is_reached():
    with pytest.raises(NothingAllowed):
        allowed(["10.0.0.1"], host="db", networks=listed_networks(None))
    with pytest.raises(HostUnknown):
        allowed([], host="db", networks=listed_networks("10.0.0.0/8"))
    with pytest.raises(NetworkUnreadable, match=r"10\.0\.0\.0/99"):
        listed_networks("10.0.0.0/99")


@pytest.mark.parametrize("text", ["db.example.gov.cn", "10.20.3.4", "fd12::7", "DB_1"])
def test_a_host_is_a_name_or_an_address(text):
    assert is_host(text)


@pytest.mark.parametrize("text", ["", "/var/run", "db:5432", "a,b", "a b", "db?x=1", "user@db", "-db", "甲", "http://db"])
def test_anything_else_is_no_host(text):
    assert not is_host(text)
