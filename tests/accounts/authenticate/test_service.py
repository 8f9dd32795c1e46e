from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import event

from supervision.accounts.authenticate import service as module
from supervision.accounts.authenticate.service import COOKIE, forget_keys, principal_of
from supervision.accounts.clients.service import issue_key, revoke_key
from supervision.kernel import db
from supervision.kernel.audit.queries import Asked, entries
from supervision.kernel.clock import now, today
from supervision.kernel.db import reading, transaction
from tests.factories.accounts import SEED


@pytest.fixture
def issued(committed_city):
    with transaction() as session:
        return issue_key(
            session,
            department_id=committed_city.east.id,
            name="东区执法系统",
            permissions=["archive.read"],
            addresses="10.20.0.0/16",
            expires_on=today() + timedelta(days=30),
            request_key=uuid4(),
            actor=SEED,
            now=now(),
        )


@pytest.fixture
def statements():
    seen = []

    def note(_connection, _cursor, statement, *_more):
        seen.append(statement)

    event.listen(db.engine(), "before_cursor_execute", note)
    yield seen
    event.remove(db.engine(), "before_cursor_execute", note)


def ask(app, *, key=None, cookie=None, address="10.20.3.4", at=None):
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    if cookie:
        headers["Cookie"] = f"{COOKIE}={cookie}"
    with app.test_request_context("/api/v1/x", headers=headers, environ_base={"REMOTE_ADDR": address}) as context:
        return principal_of(context.request, now=at or now())


def test_a_session_costs_one_query(app, member, browser, statements):
    member("shen", "reporter")
    here = browser()
    here.sign_in("shen")
    statements.clear()
    assert ask(app, cookie=here.client.get_cookie(COOKIE).value).name == "shen某"
    assert len(statements) == 1


def test_a_key_costs_a_query_now_and_then(app, issued, statements):
    assert ask(app, key=issued.key).id == issued.client.id
    statements.clear()
    assert ask(app, key=issued.key).id == issued.client.id
    assert statements == []


def test_a_revoked_key_is_refused_within_five_seconds(app, issued, monkeypatch):
    assert ask(app, key=issued.key) is not None
    with transaction() as session:
        revoke_key(session, client_id=issued.client.id, actor=SEED, now=now())
    later = module.monotonic() + 5
    monkeypatch.setattr(module, "monotonic", lambda: later)
    assert ask(app, key=issued.key) is None


def test_a_key_from_elsewhere_is_nobody_even_while_remembered(app, issued):
    assert ask(app, key=issued.key) is not None
    assert ask(app, key=issued.key, address="203.0.113.9") is None


def test_a_wrong_key_is_not_saved_by_a_cookie(app, member, browser):
    member("shen", "reporter")
    here = browser()
    here.sign_in("shen")
    assert ask(app, key="sk_guess", cookie=here.client.get_cookie(COOKIE).value) is None


def test_the_last_use_of_a_key_is_noted(app, issued):
    ask(app, key=issued.key)
    with reading() as session:
        assert session.get(type(issued.client), issued.client.id).last_used_at is not None


def test_a_key_that_ended_is_nobody_even_while_remembered(app, issued):
    assert ask(app, key=issued.key) is not None
    assert ask(app, key=issued.key, at=issued.client.expires_at) is None


def test_a_refusal_is_written_in_the_audit(member, browser):
    user = member("shen", "reporter")
    here = browser()
    here.sign_in("shen")
    assert here.client.get("/audit").status_code == 403
    with reading() as session:
        (found,) = entries(session, asked=Asked(action="accounts.access.refuse"))
    told = {"permission": "audit.read", "count": 1}
    assert (found.actor, found.object_id, found.details) == (f"person:{user.id}", "audit.page", told)


def test_who_is_refused_again_and_again_is_written_once_and_then_counted(member, browser):
    member("shen", "reporter")
    here = browser()
    here.sign_in("shen")
    assert {here.client.get("/audit").status_code for _ in range(5)} == {403}
    assert here.client.get("/jobs").status_code == 403
    with reading() as session:
        found = entries(session, asked=Asked(action="accounts.access.refuse"))
    assert [entry.object_id for entry in found] == ["jobs.page", "audit.page"]


def test_forgetting_asks_again(app, issued, statements):
    ask(app, key=issued.key)
    forget_keys()
    statements.clear()
    ask(app, key=issued.key)
    assert statements
