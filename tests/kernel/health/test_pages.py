from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import text

from supervision.kernel import access, audit, db
from supervision.kernel.errors import DomainError
from supervision.kernel.health import metrics
from supervision.kernel.health.pages import blueprint
from supervision.kernel.health.queries import backlog
from supervision.kernel.settings import Settings

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)


@pytest.fixture
def client(database, valkey_url, tmp_path):
    app = Flask("test")
    app.extensions["supervision.settings"] = Settings(var=tmp_path, redis_url=valkey_url)
    app.view_functions["static"] = access.public(app.view_functions["static"])
    metrics.install(app)
    app.register_error_handler(DomainError, lambda error: (error.text, error.http_status))
    app.register_blueprint(blueprint)
    access.prove(app)
    return app.test_client()


def test_a_process_that_answers_is_alive_even_without_its_servers(client):
    db.unbind()
    assert client.get("/healthz").json == {"status": "ok"}


def test_it_is_ready_with_database_shape_and_queue_store(client):
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json["checks"] == {"database": True, "migrations": True, "queue_store": True}


def test_without_a_database_it_is_not_ready(client):
    db.bind("postgresql://nobody@127.0.0.1:1/nothing")
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json["checks"] == {"database": False, "migrations": False, "queue_store": True}


def test_with_an_older_shape_it_is_not_ready(client, owner_engine):
    with owner_engine.begin() as connection:
        connection.execute(text("UPDATE public.alembic_version SET version_num = '0001'"))
    assert client.get("/readyz").json["checks"] == {"database": True, "migrations": False, "queue_store": True}


def test_without_the_queue_store_it_is_not_ready(client):
    client.application.extensions["supervision.settings"] = Settings(
        var=client.application.extensions["supervision.settings"].var, redis_url="redis://127.0.0.1:1/0"
    )
    assert client.get("/readyz").json["checks"]["queue_store"] is False


def test_the_numbers_hold_requests_by_route_and_open_work(client):
    client.get("/healthz")
    body = client.get("/metrics").text
    assert 'supervision_request_seconds_count{method="GET",route="/healthz",status="200"}' in body
    assert "supervision_outbox_undelivered 0.0" in body
    assert "supervision_audit_entries 0.0" in body


@pytest.mark.parametrize(
    ("address", "headers"),
    [("10.0.0.7", {}), ("127.0.0.1", {"X-Forwarded-For": "8.8.8.8"}), ("::ffff:8.8.8.8", {})],
)
def test_the_numbers_are_for_this_machine_only(client, address, headers):
    answer = client.get("/metrics", headers=headers, environ_base={"REMOTE_ADDR": address})
    assert answer.status_code == 403


def test_open_work_is_counted(database, owner_engine):
    with db.transaction() as session:
        audit.log_read(session, actor="user:1", object_kind="subject", object_id=1, now=NOW)
        audit.record(session, actor="user:1", action="act", object_kind="thing", object_id=1, detail={}, now=NOW)
    insert = "INSERT INTO kernel.job (kind, queue, arguments, requested_by, created_at) VALUES ('k', 'q', '{}', 'user:1', :at)"
    delivery = (
        "INSERT INTO kernel.outbox_delivery (created_at, event_id, subscriber, next_attempt_at) VALUES (:at, 1, 's', :at)"
    )
    with owner_engine.begin() as connection:
        connection.execute(text(insert), {"at": NOW})
        connection.execute(text(delivery), {"at": NOW})
    with db.reading() as session:
        counted = backlog(session, now=NOW + timedelta(seconds=90))
    assert counted.jobs == {("q", "queued"): 1}
    assert (counted.undelivered, counted.parked, counted.oldest_undelivered_seconds) == (1, 0, 90.0)
    assert (counted.audit_entries, counted.unsealed_readings) == (1, 1)
