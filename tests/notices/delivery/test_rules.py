"""Where the platform sends to, what an answer means, and what addresses are."""

import pytest

from supervision.notices.delivery.errors import AddressNotAllowed, RecipientsUnreadable
from supervision.notices.delivery.reaching.rules import checked, is_public, listed_hosts, place_of
from supervision.notices.delivery.rules import PAUSES, outcome_of, pause, recipients

HOSTS = listed_hosts("10.20.3.4:8443, gateway.example.gov.cn")


@pytest.mark.parametrize(
    "address",
    [
        "http://example.com/in",
        "ftp://example.com/in",
        "https://user:secret@example.com/in",
        "https:///in",
        "https://example.com:99999/in",
        "https://exam ple.com/in",
        "https://example.com/in\r\nX-Evil: 1",
        "https://例子.cn/in",
        "javascript:alert(1)",
        "http://10.20.3.4/in",
    ],
)
def test_an_address_that_is_not_https_or_hides_something_is_refused(address):
    with pytest.raises(AddressNotAllowed):
        place_of(address, hosts=HOSTS)


@pytest.mark.parametrize(
    "address", ["https://example.com/in", "http://10.20.3.4:8443/in", "http://gateway.example.gov.cn/a?b=1"]
)
def test_https_or_a_listed_host_is_taken(address):
    assert place_of(address, hosts=HOSTS).path.startswith("/")


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.0.0.8", "172.16.3.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "224.0.0.1",
        "255.255.255.255", "::1", "::", "fe80::1%eth0", "fc00::1", "::ffff:10.0.0.1", "2002:7f00:1::", "64:ff9b::a00:1", "nonsense",
    ],
)  # fmt: skip
def test_an_inner_address_is_not_public_in_whatever_dress(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "223.5.5.5", "2400:3200::1", "::ffff:8.8.8.8"])
def test_a_public_address_is(address):
    assert is_public(address)


def test_one_inner_address_among_others_is_enough_to_refuse():
    with pytest.raises(AddressNotAllowed):
        checked(["223.5.5.5", "127.0.0.1"], listed=False)
    assert checked(["223.5.5.5", "127.0.0.1"], listed=True) == ["223.5.5.5", "127.0.0.1"]
    with pytest.raises(AddressNotAllowed):
        checked([], listed=True)


def test_pauses_grow_and_never_end():
    assert [pause(number) for number in range(1, 9)] == [*PAUSES, PAUSES[-1]]
    assert pause(10_000) == PAUSES[-1]


@pytest.mark.parametrize(
    ("status", "outcome"),
    [(200, "delivered"), (204, "delivered"), (302, "down"), (422, "refused"), (404, "down"), (500, "down")],
)
def test_only_success_is_delivered(status, outcome):
    assert outcome_of(status) == outcome


def test_recipients_are_read_from_a_list():
    assert recipients("a@example.gov.cn，b@example.gov.cn\n a@example.gov.cn") == ["a@example.gov.cn", "b@example.gov.cn"]


@pytest.mark.parametrize(
    "text", ["", "某人", "a@b@c", "a@example.cn\r\nBcc: x@y.cn", "<a@example.cn>", "\n".join(f"a{n}@b.cn" for n in range(11))]
)
def test_what_is_no_list_of_addresses_is_refused(text):
    with pytest.raises(RecipientsUnreadable):
        recipients(text)
