"""The short way gives the answer of the long one, and steps aside for everything that is not the usual case."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select, text

from supervision.accounts.clients.service import issue_key
from supervision.archive.subjects.opening.queries import usual
from supervision.kernel import db, direct
from supervision.kernel.access import Principal
from supervision.kernel.audit.models import AccessEntry
from supervision.kernel.clock import legal_date, now
from supervision.kernel.db import reading, transaction
from supervision.web.lane import Lane
from tests.factories import archive as factory
from tests.factories.application import application

CHANGING = ("X-Request-ID", "Date")


@pytest.fixture
def app(database, settings) -> Flask:
    """The real application, with the archive behind the short way."""
    lent = application(settings)
    lent.config.update(TESTING=True)
    return lent


@pytest.fixture
def key(database) -> str:
    return issued(["archive.read"])


def issued(permissions: list[str], *, addresses: str = "") -> str:
    moment = now()
    with transaction() as session:
        return issue_key(
            session,
            department_id=2,
            name=f"system {uuid4()}",
            permissions=permissions,
            addresses=addresses,
            expires_on=legal_date(moment) + timedelta(days=1),
            request_key=uuid4(),
            actor="person:1",
            now=moment,
        ).key


@pytest.fixture
def code(database) -> str:
    with transaction() as session:
        made = factory.firm(session)
        made.event("登记设立")
        return session.execute(
            text("SELECT value FROM archive.identifier WHERE subject_id = :id"), {"id": made.id}
        ).scalar_one()


@pytest.fixture
def ways(app, monkeypatch):
    """How many answers the application itself gave."""
    counted = []
    assert isinstance(app.wsgi_app, Lane)
    behind = app.wsgi_app._next
    monkeypatch.setattr(
        app.wsgi_app, "_next", lambda environ, start: counted.append(environ["PATH_INFO"]) or behind(environ, start)
    )
    return counted


def ask(client, code, key, **more):
    headers = {"Authorization": f"Bearer {key}"} | more.pop("headers", {})
    return client.get(f"/api/v1/archive/{code}", headers=headers, **more)


def told(response):
    return response.status, response.data, {name: value for name, value in response.headers if name not in CHANGING}


def readings() -> list[AccessEntry]:
    with reading() as session:
        return list(session.scalars(select(AccessEntry).order_by(AccessEntry.id)))


def test_both_ways_give_the_same_answer_and_the_same_line_in_the_access_log(client, ways, code, key):
    long = ask(client, code, key)
    short = ask(client, code, key)
    assert len(ways) == 1
    assert told(short) == told(long)
    assert short.headers["X-Request-ID"] != long.headers["X-Request-ID"]
    first, second = readings()
    kept = ("actor", "action", "object_kind", "object_id", "purpose", "case_number", "department_id", "address")
    assert [getattr(first, name) for name in kept] == [getattr(second, name) for name in kept]


@pytest.mark.parametrize(
    "headers",
    [
        {"If-None-Match": '"x"'},
        {"X-Request-ID": "12345678"},
        {"Range": "bytes=0-1"},
        {"Authorization": "Bearer other"},
    ],
)
def test_a_request_with_more_to_it_goes_the_long_way(client, ways, code, key, headers):
    ask(client, code, key)
    ask(client, code, key, headers=headers)
    assert len(ways) == 2


def test_a_browser_goes_the_long_way(client, ways, code, key):
    ask(client, code, key)
    client.set_cookie("supervision_session", "x")
    assert ask(client, code, key).status_code == 200
    assert len(ways) == 2


@pytest.mark.parametrize("asked", ["91310115MA1H9TJ7X0", "987654", "9131", "%E4%BA%91", "91310115MA1H9TJ7X0/x", ""])
def test_what_has_no_archive_or_is_no_code_goes_the_long_way(client, ways, code, key, asked):
    ask(client, code, key)
    response = ask(client, asked, key)
    assert response.status_code in {301, 308, 404}
    assert len(ways) == 2


def test_a_query_or_another_method_goes_the_long_way(client, ways, code, key):
    ask(client, code, key)
    assert ask(client, code, key, query_string={"valid_on": "2020-01-01"}).status_code == 200
    assert client.post(f"/api/v1/archive/{code}", headers={"Authorization": f"Bearer {key}"}).status_code == 405
    assert client.head(f"/api/v1/archive/{code}", headers={"Authorization": f"Bearer {key}"}).status_code == 200
    assert len(ways) == 4


def test_a_key_without_the_permission_goes_the_long_way(client, ways, code):
    other = issued(["search.read"])
    assert [ask(client, code, other).status_code for _ in range(2)] == [403, 403]
    assert len(ways) == 2


def test_whoever_may_read_personal_fields_is_left_to_the_view(app, code):
    reader = Principal("client", 1, "系统", department_id=2, permissions=frozenset({"archive.read"}))
    assert usual(reader, code, "127.0.0.1", now())
    assert usual(replace(reader, permissions=frozenset({"archive.read", "archive.personal"})), code, "127.0.0.1", now()) is None


def test_a_key_is_not_carried_to_another_address(client, ways, code):
    bound = issued(["archive.read"], addresses="10.1.0.0/16")
    assert ask(client, code, bound, environ_base={"REMOTE_ADDR": "10.1.2.3"}).status_code == 200
    assert ask(client, code, bound, environ_base={"REMOTE_ADDR": "10.2.2.3"}).status_code == 401


def test_a_statement_that_fails_is_answered_the_long_way_and_the_next_one_the_short_way_again(
    client, ways, code, key, monkeypatch
):
    ask(client, code, key)
    with monkeypatch.context() as broken:
        broken.setattr(direct, "_prepare", lambda *_given: (_ for _ in ()).throw(direct.StatementFailed("gone")))
        direct.forget()
        assert ask(client, code, key).status_code == 200
    assert ask(client, code, key).status_code == 200
    assert len(ways) == 2


def test_a_connection_that_the_server_closed_costs_nobody_an_answer(client, ways, code, key):
    ask(client, code, key)
    assert ask(client, code, key).status_code == 200
    with db.engine().connect() as connection:
        connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database()"
            )
        )
    assert [ask(client, code, key).status_code for _ in range(3)] == [200] * 3


def test_a_process_that_is_bound_anew_asks_the_new_database(client, ways, code, key, database):
    ask(client, code, key)
    ask(client, code, key)
    db.bind(database)
    assert ask(client, code, key).status_code == 200
    assert len(ways) == 1
