"""Connections: the living are not asked, the dead are replaced, and a single statement costs one round trip."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from supervision.kernel import db

PID = text("SELECT pg_backend_pid()")


@pytest.fixture
def asked(database, monkeypatch):
    """Count how often a connection is asked whether it lives."""
    times = []
    dialect = type(db.engine().dialect)
    ping = dialect.do_ping
    monkeypatch.setattr(dialect, "do_ping", lambda self, connection: times.append(1) or ping(self, connection))
    return times


def backend(opened=db.reading):
    with opened() as session:
        return session.execute(PID).scalar_one()


def end(postgres_server, database_name, pid):
    with postgres_server.connect(database_name) as connection:
        connection.execute("SELECT pg_terminate_backend(%s, 5000)", (pid,))


def test_a_connection_that_just_answered_is_not_asked_again(asked):
    assert backend() == backend()
    assert asked == []


@pytest.mark.parametrize("opened", [db.reading, db.transaction, db.single_statements])
def test_a_connection_that_died_while_idle_is_replaced_unnoticed(asked, opened, postgres_server, database_name, monkeypatch):
    monkeypatch.setattr(db, "IDLE_SECONDS", 0.0)
    first = backend(opened)
    end(postgres_server, database_name, first)
    assert backend(opened) != first
    assert asked


def test_a_connection_that_dies_between_two_uses_costs_one_refusal(asked, postgres_server, database_name):
    first = backend()
    end(postgres_server, database_name, first)
    with pytest.raises(OperationalError):
        backend()
    assert backend() != first


def test_a_single_statement_neither_begins_nor_ends_a_transaction(database):
    with db.single_statements() as session:
        driver = session.connection().connection.driver_connection
        assert driver.autocommit
        session.execute(PID)
        assert driver.info.transaction_status.name == "IDLE"
