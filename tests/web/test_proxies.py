"""Whose address it is: the caller's own, or what a trusted proxy says, never what anybody sends along."""

from dataclasses import replace

import pytest

from supervision.kernel.access import AccessPolicy
from supervision.kernel.module import Platform
from supervision.web.application import create_app
from tests.web.conftest import MODULE


@pytest.fixture
def seen(database, settings):
    """Return the address under which a request with such headers is judged, behind so many proxies."""

    def ask(proxies: int, **headers: str) -> str | None:
        addresses = []
        policy = AccessPolicy(authenticate=lambda asked: addresses.append(asked.remote_addr))
        app = create_app(Platform((MODULE,)), replace(settings, trusted_proxies=proxies), policy)
        app.test_client().get("/probe", headers=headers)
        return addresses[0]

    return ask


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "203.0.113.7", "127.0.0.1"),
        (1, "203.0.113.7", "203.0.113.7"),
        (1, "10.9.8.7, 203.0.113.7", "203.0.113.7"),
        (2, "10.9.8.7, 203.0.113.7", "10.9.8.7"),
        (1, "", "127.0.0.1"),
    ],
)
def test_only_as_many_proxies_are_believed_as_there_are(seen, proxies, forwarded, address):
    assert seen(proxies, **{"X-Forwarded-For": forwarded} if forwarded else {}) == address
