from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest

from supervision.accounts.clients.errors import KeyShownOnce
from supervision.accounts.clients.queries import who
from supervision.accounts.clients.service import issue_key, revoke_key
from supervision.accounts.people.service import digest
from supervision.kernel.access import Scope
from supervision.kernel.clock import SHANGHAI
from supervision.kernel.transitions import MoveNotAllowed
from tests.factories.accounts import NOW, SEED


def issue(session, city, **more):
    asked = {
        "department_id": city.east.id,
        "name": "东区执法系统",
        "permissions": ["archive.read"],
        "addresses": "",
        "expires_on": date(2027, 11, 18),
        "request_key": uuid4(),
    }
    return issue_key(session, **{**asked, **more}, actor=SEED, now=NOW)


def test_only_the_hash_and_the_beginning_of_a_key_are_stored(session, city):
    issued = issue(session, city)
    assert issued.client.key_hash == digest(issued.key)
    assert issued.key.startswith(issued.client.prefix)
    stored = [value for value in vars(issued.client).values() if isinstance(value, str | bytes)]
    assert issued.key not in stored
    assert issued.key.encode() not in stored


def test_a_key_acts_for_its_department_with_its_permissions_only(session, city):
    found = who(session, digest(issue(session, city).key), now=NOW)
    assert found.principal.kind == "client"
    assert found.principal.department_id == city.east.id
    assert found.principal.permissions == {"archive.read"}
    assert found.principal.scopes == (Scope(city.east.path),)


def test_a_key_works_through_its_last_day(session, city):
    hashed = digest(issue(session, city, expires_on=date(2026, 12, 31)).key)
    midnight = datetime(2027, 1, 1, tzinfo=SHANGHAI)
    assert who(session, hashed, now=midnight - timedelta(seconds=1)) is not None
    assert who(session, hashed, now=midnight) is None


def test_a_revoked_key_is_nobody(session, city):
    issued = issue(session, city)
    revoke_key(session, client_id=issued.client.id, actor=SEED, now=NOW)
    session.flush()
    assert who(session, digest(issued.key), now=NOW) is None
    with pytest.raises(MoveNotAllowed):
        revoke_key(session, client_id=issued.client.id, actor=SEED, now=NOW)


def test_the_same_form_sent_twice_makes_one_key(session, city):
    asked = uuid4()
    issue(session, city, request_key=asked)
    with pytest.raises(KeyShownOnce):
        issue(session, city, request_key=asked)


def test_a_guess_is_nobody(session, city):
    issue(session, city)
    assert who(session, digest("sk_guess"), now=NOW) is None
