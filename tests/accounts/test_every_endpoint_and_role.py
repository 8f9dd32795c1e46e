"""Every endpoint × every role: allowed or refused as declared, asked of the real application.

Endpoints, roles and permissions are read from the application itself, so that a new one is covered by being there. Forms
are posted without their token: who lacks the right hears that first, who has it hears of the token, and nothing changes.
Nothing stands behind the doors here: what the pages themselves do with strange requests is asked in `tests/security`.
"""

import json
from datetime import timedelta
from functools import wraps
from uuid import uuid4

import pytest
from flask import Flask
from werkzeug.routing import AnyConverter, BaseConverter, Rule

from supervision.accounts.authenticate.service import COOKIE
from supervision.accounts.clients.rules import FOR_CLIENTS
from supervision.accounts.clients.service import issue_key
from supervision.accounts.roles.service import SOURCE
from supervision.accounts.sessions.service import Caller, sign_in
from supervision.kernel.access import PUBLIC, SIGNED_IN, declared
from supervision.kernel.clock import now, today
from supervision.kernel.db import transaction
from tests.factories.accounts import PASSWORD, SEED
from wsgi import PLATFORM

ROLES = {row["code"]: frozenset(row["permissions"]) for row in json.loads(SOURCE.read_text(encoding="utf-8"))}
NOT_THERE = {"IntegerConverter": "2000000000", "UUIDConverter": "00000000-0000-0000-0000-000000000000"}
REFUSED = "kernel.access.not_permitted"
INSIDE = {"HX-Request": "true"}
"""Asked as a part of a page: access is judged alike, and the answer comes without the frame and its two dozen counts."""


def endpoints(app: Flask) -> list[tuple[str, str, str, str]]:
    """Return method, address, permission and name of everything that can be asked for."""
    found = []
    for rule in app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            permission = declared(app, rule.endpoint, method)
            found.append((method, address(rule), permission, f"{method} {rule.rule}"))
    return found


def address(rule: Rule) -> str:
    """Return an address of the rule under which nothing stands."""
    built = rule.build({name: value_for(converter) for name, converter in rule._converters.items()})
    return built[1]


def value_for(converter: BaseConverter) -> str:
    """Return what an address accepts in this place."""
    if isinstance(converter, AnyConverter):
        return min(converter.items)
    return NOT_THERE.get(type(converter).__name__, "nothing")


def refused(answer) -> str | None:
    """Return how the access check refused, if it did: `sign-in` or `permission`."""
    if answer.status_code == 401 or answer.headers.get("Location", "").startswith("/sign-in?next="):
        return "sign-in"
    if answer.status_code != 403:
        return None
    problem = answer.get_json(silent=True)
    by_access = REFUSED in problem["type"] if problem else "您的岗位没有“" in answer.text
    return "permission" if by_access else None


def expected(permission: str, permissions: frozenset[str]) -> str | None:
    return None if permission in {PUBLIC, SIGNED_IN} or permission in permissions else "permission"


@pytest.fixture(autouse=True)
def nothing_behind_the_doors(app, monkeypatch):
    """Let every view answer nothing, since access is judged before it is called."""
    for endpoint, view in app.view_functions.items():
        monkeypatch.setitem(app.view_functions, endpoint, wraps(view)(lambda **_parts: ""))


@pytest.mark.parametrize("role", ROLES)
def test_a_role_enters_what_its_permissions_open_and_nothing_else(app, member, role):
    member("someone", role)
    with transaction() as session:
        entered = sign_in(
            session,
            login="someone",
            password=PASSWORD,
            caller=Caller(None, None),
            demo_allowed=True,
            now=now(),
        )
    client = app.test_client()
    client.set_cookie(COOKIE, entered.token)
    wrong = [
        f"{role}: {name} ({permission}) answered {answer.status_code}"
        for method, path, permission, name in endpoints(app)
        if refused(answer := client.open(path, method=method, headers=INSIDE)) != expected(permission, ROLES[role])
    ]
    assert wrong == []


def test_a_system_enters_what_its_key_opens_and_nothing_else(app, committed_city):
    with transaction() as session:
        issued = issue_key(
            session,
            department_id=committed_city.east.id,
            name="系统",
            permissions=["search.read"],
            addresses="",
            expires_on=today() + timedelta(days=1),
            request_key=uuid4(),
            actor=SEED,
            now=now(),
        )
    client = app.test_client()
    headers = {"Authorization": f"Bearer {issued.key}", **INSIDE}
    wrong = [
        f"{name} ({permission}) answered {answer.status_code}"
        for method, path, permission, name in endpoints(app)
        if refused(answer := client.open(path, method=method, headers=headers))
        != expected(permission, frozenset({"search.read"}))
    ]
    assert wrong == []


def test_a_visitor_enters_only_what_is_public(app):
    client = app.test_client()
    wrong = [
        f"{name} ({permission}) answered {answer.status_code}"
        for method, path, permission, name in endpoints(app)
        if refused(answer := client.open(path, method=method)) != (None if permission == PUBLIC else "sign-in")
    ]
    assert wrong == []


def test_every_permission_that_a_module_offers_is_held_by_a_role():
    offered = {permission.name for permission in PLATFORM.permissions}
    assert offered - frozenset().union(*ROLES.values()) == set()


def test_every_permission_that_an_endpoint_asks_for_is_offered_by_a_module(app):
    offered = {permission.name for permission in PLATFORM.permissions} | {PUBLIC, SIGNED_IN}
    assert {permission for _, _, permission, _ in endpoints(app)} - offered == set()


def test_a_key_can_be_given_only_what_a_module_offers():
    assert {permission.name for permission in PLATFORM.permissions} >= FOR_CLIENTS
