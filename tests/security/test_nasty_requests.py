"""Every address, asked by those who may, with values that nobody types by accident: refused or ignored, never a failure."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from supervision.accounts.roles.service import SOURCE
from supervision.kernel.access import PUBLIC, SIGNED_IN, declared
from tests.factories.districts import Work, colleague, csrf

OFFICES = (
    ("city_operator", "reporter", "reviewer", "inspector"),
    ("registrar",),
    ("department_admin",),
    ("system_admin",),
    ("security_admin",),
    ("audit_admin",),
)
ROLES = {row["code"]: row["permissions"] for row in json.loads(SOURCE.read_text(encoding="utf-8"))}
NASTY = ("\0", "9" * 40, "-1", "²", "%_\\' OR 1=1 --", "2026-13-45")
IN_FORMS, IN_ADDRESSES = (*NASTY, "字" * 300), (*NASTY, "字" * 120)  # longer than any field, and than any search
NAMES = [
    "q",
    "by",
    "state",
    "type",
    "industry",
    "division",
    "established_from",
    "established_to",
    "department",
    "kind",
    "item",
    "category",
    "valid_on",
    "known_on",
    "known_at",
    "after",
    "page",
    "part",
    "view",
    "layout",
    "tab",
    "group",
    "reason",
    "next",
    "below",
    "before",
    "month",
    "actor",
    "action",
    "from",
    "to",
    "merged",
    "other",
    "registration",
    "record",
    "field",
    "note",
    "decision",
    "purpose",
    "case_no",
    "verdict",
    "subject_id",
    "login",
    "password",
    "code",
    "name",
    "short_name",
    "level",
    "parent_id",
    "department_id",
    "division",
    "role_code",
    "valid_from",
    "valid_to",
    "permissions",
    "addresses",
    "expires_on",
    "request_key",
    "position_id",
    "remark",
    "layout_name",
    "column-0",
    "unit-0",
    "constant-name",
    "old",
    "new",
    "again",
    "confirm",
    "reason_text",
    "record-1",
    "registration-1",
    "relation-1",
    "year",
    "key",
    "measure",
    "cursor",
    "district",
    "edition",
    "table",
    "flag",
    "tick",
    "task",
    "pile",
    "place",
    "open",
    "version",
    "days",
    "show",
    "size",
]
ENDING = ("/sign-out", "/account/password")
PATHS = ("0", "9" * 18, "9" * 40, "%00", "%FF%FE", "..%2f..%2fetc%2fpasswd", "%E4%BC%81", "-1", "²")
EVERY_DAY = 2
"""So many of the nasty values are asked at each address, others at the next one; `make prove ONLY=nasty` asks all everywhere."""
INSIDE = {"HX-Request": "true"}
"""Asked as a part of a page, without the frame and its two dozen counts; the first value is asked with them."""


def headers(value: str) -> dict[str, str]:
    return {} if value in {NASTY[0], PATHS[0]} else INSIDE


def some(values: Sequence[str], place: int, most: int) -> list[str]:
    """Return so many of the values, other ones at each place."""
    return [values[(most * place + n) % len(values)] for n in range(min(most, len(values)))]


def filled(rule: Rule, value: str) -> str:
    """Return a rule's address with the same text in every place; months stay months, so that more is reached."""
    path = rule.rule
    while "<" in path:
        name = path[path.index("<") + 1 : path.index(">")].rpartition(":")[2]
        path = (
            path[: path.index("<")] + ("2026-11" if name == "month" and value == "1" else value) + path[path.index(">") + 1 :]
        )
    return path


@dataclass(frozen=True)
class Official:
    """Somebody signed in, and the permissions of the person's roles that no official before has."""

    client: FlaskClient
    opens: frozenset[str]

    def rules(self, app: Flask, method: str) -> list[Rule]:
        """Return what this person opens: whoever is refused hears so before anybody looks at what was sent."""
        return [rule for rule in every_rule(app, method) if declared(app, rule.endpoint, method) in self.opens]


def every_rule(app: Flask, method: str) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if method in (rule.methods or set()) and rule.endpoint != "static"]


def held(roles: tuple[str, ...]) -> frozenset[str]:
    return frozenset({PUBLIC, SIGNED_IN}).union(*(ROLES[role] for role in roles))


def opened(roles: tuple[str, ...]) -> frozenset[str]:
    """Return what these roles open and no office before; what stands open to everybody is asked by the first office."""
    return held(roles).difference(*(held(before) for before in OFFICES[: OFFICES.index(roles)]))


@pytest.fixture(params=OFFICES, ids=lambda roles: roles[0])
def official(request, app: Flask, work: Work) -> Official:
    return Official(colleague(app, work.city.bureau, *request.param), opened(request.param))


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_every_address_is_asked_by_an_official(app, method):
    asked = frozenset[str]().union(*(opened(roles) for roles in OFFICES))
    assert [rule.rule for rule in every_rule(app, method) if declared(app, rule.endpoint, method) not in asked] == []


def test_no_address_fails_over_what_stands_behind_the_question_mark(app, official):
    assert failing_over_queries(app, official, EVERY_DAY) == []


def test_no_form_fails_over_what_was_typed(app, official):
    assert failing_over_forms(app, official, EVERY_DAY) == []


def test_no_address_fails_over_its_own_parts(app, official):
    assert failing_over_parts(app, official, EVERY_DAY) == []


def failing_over_queries(app: Flask, official: Official, most: int) -> list[str]:
    """Return the pages that fail when every name behind the question mark has one of the nasty values."""
    wrong = []
    for place, rule in enumerate(official.rules(app, "GET")):
        for value in some(IN_ADDRESSES, place, most):
            named = dict.fromkeys(NAMES, value)
            answer = official.client.get(filled(rule, "1"), query_string=named, headers=headers(value))
            if answer.status_code >= 500:
                wrong.append(f"{rule.rule} {value[:20]!r} {answer.status_code}")
    return wrong


def failing_over_forms(app: Flask, official: Official, most: int) -> list[str]:
    """Return the forms that fail when every field holds one of the nasty values."""
    wrong = []
    token = csrf(official.client)
    for place, rule in enumerate(official.rules(app, "POST")):
        for value in some(IN_FORMS, place, most) if rule.rule not in ENDING else ():
            typed = dict.fromkeys(NAMES, value) | {"csrf_token": token}
            answer = official.client.post(filled(rule, "1"), data=typed, headers=headers(value))
            if answer.status_code >= 500:
                wrong.append(f"{rule.rule} {value[:20]!r} {answer.status_code}")
    return wrong


def failing_over_parts(app: Flask, official: Official, most: int) -> list[str]:
    """Return the pages that fail over a nasty value in their own address."""
    wrong = []
    for place, rule in enumerate(official.rules(app, "GET")):
        for value in some(PATHS, place, most) if rule.arguments else ():
            answer = official.client.get(filled(rule, value), headers=headers(value))
            if answer.status_code >= 500:
                wrong.append(f"{rule.rule} {value} {answer.status_code}")
    return wrong


def test_every_form_from_another_site_is_refused(app, official):
    accepted = [
        rule.rule
        for rule in official.rules(app, "POST")
        if official.client.post(filled(rule, "1"), data={"verdict": "same"}).status_code
        not in {HTTPStatus.BAD_REQUEST, HTTPStatus.FORBIDDEN}
    ]
    assert accepted == []


@pytest.mark.parametrize("referer", ["http://[", "//evil.example/x", "javascript:alert(1)", "http://evil.example/"])
def test_where_somebody_came_from_leads_nowhere_else(app, referer):
    answer = app.test_client().post("/account/duty", headers={"Referer": referer})
    assert answer.status_code == 302
    assert "evil" not in answer.headers.get("Location", "")
    assert "javascript" not in answer.headers.get("Location", "")
