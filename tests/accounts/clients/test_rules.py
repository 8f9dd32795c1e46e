from datetime import date

import pytest

from supervision.accounts.clients.errors import AddressNotANetwork, ExpiryOutOfRange, NotForClients, NothingGranted
from supervision.accounts.clients.rules import address_allowed, check_expiry, check_permissions, plain_addresses

TODAY = date(2026, 11, 18)


def test_addresses_are_read_one_by_one():
    assert plain_addresses("10.20.0.0/16\n 192.0.2.7，2001:db8::/32") == ["10.20.0.0/16", "192.0.2.7/32", "2001:db8::/32"]


@pytest.mark.parametrize("text", ["somewhere", "10.20.0.0/99", "10.20.0"])
def test_what_is_no_network_is_refused(text):
    with pytest.raises(AddressNotANetwork):
        plain_addresses(text)


@pytest.mark.parametrize(
    ("address", "allowed", "enters"),
    [
        ("10.20.3.4", ["10.20.0.0/16"], True),
        ("10.21.3.4", ["10.20.0.0/16"], False),
        ("10.21.3.4", ["10.20.0.0/16", "10.21.3.4/32"], True),
        ("203.0.113.9", [], True),
        (None, [], True),
        (None, ["10.20.0.0/16"], False),
        ("not an address", ["10.20.0.0/16"], False),
        ("2001:db8::1", ["10.20.0.0/16"], False),
    ],
)
def test_only_allowed_addresses_enter(address, allowed, enters):
    assert address_allowed(address, allowed) is enters


@pytest.mark.parametrize("permission", ["accounts.grant", "archive.personal", "archive.merge", "audit.read", "nonsense"])
def test_a_system_never_holds_what_only_people_may(permission):
    with pytest.raises(NotForClients):
        check_permissions(["archive.read", permission])


def test_a_key_that_may_nothing_is_refused():
    with pytest.raises(NothingGranted):
        check_permissions([])


@pytest.mark.parametrize(
    ("expires_on", "allowed"),
    [(TODAY, False), (date(2026, 11, 19), True), (date(2028, 11, 18), True), (date(2028, 11, 19), False)],
)
def test_a_key_ends_within_two_years(expires_on, allowed):
    if allowed:
        check_expiry(expires_on, today=TODAY)
    else:
        with pytest.raises(ExpiryOutOfRange):
            check_expiry(expires_on, today=TODAY)
