"""The invented city as databases to copy, each founded once for all processes of a run."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import psycopg

from supervision.city import service as city
from supervision.city.business.service import bring_in
from supervision.kernel import crypto, db
from supervision.kernel.clock import now
from supervision.kernel.crypto import SoftwareProvider, keys
from supervision.kernel.db import transaction
from supervision.kernel.servers import postgres
from supervision.kernel.servers.postgres import PostgresServer
from tests.factories.databases import copy_database, made_once

SEEDED, BUSY = "template_seeded", "template_busy"
EVENING = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
"""When the weeks of business of the busy city are over."""


def seeded(server: PostgresServer, stocked: str, home: Path) -> str:
    """Load all files that the offices report, as `supervision up` does."""

    def seed() -> None:
        for outcome in city.seed(home / "city", now=now()):
            assert outcome.error is None, outcome

    return made_once(server, SEEDED, founder(server, stocked, seed))


def busy(server: PostgresServer, stocked: str, home: Path) -> str:
    """Found the offices and let them have their weeks of business; personal fields are sealed with `keys_of`."""

    def live() -> None:
        crypto.join(keys_of(home))
        with transaction() as session:
            city.found_offices(session, now=EVENING)
            city.share_functions(session, now=EVENING)
            city.hire(session, now=EVENING)
        assert bring_in(now=EVENING) > 120
        crypto.join(None)

    return made_once(server, BUSY, founder(server, stocked, live))


def keys_of(home: Path) -> SoftwareProvider:
    return SoftwareProvider(keys.load_or_create(home / "keys-of-the-city"))


def founder(server: PostgresServer, source: str, found: Callable[[], None]) -> Callable[[str, psycopg.Connection], None]:
    """Return what copies a database and does something in the copy, bound as the application is."""

    def make(name: str, connection: psycopg.Connection) -> None:
        copy_database(connection, name, source)
        db.bind(server.url(postgres.APPLICATION, name))
        try:
            found()
        finally:
            db.unbind()

    return make
