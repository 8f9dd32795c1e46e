"""Values that nobody types by accident, at every address of the inbox with a notice behind it: refused or ignored."""

import pytest
from werkzeug.routing import Rule

from supervision.notices.states import NoticeState as S
from tests.factories.districts import colleague, csrf

NASTY = ("\0", "9" * 40, "-1", "²", "%_\\' OR 1=1 --", "2026-13-45", "字" * 3000, "9999-12-31", "0001-01-01")
NAMES = ("q", "tab", "due", "item", "division", "kind", "office", "size", "after", "before", "open", "tick", "month")
TYPED = (
    "request_key", "revision", "back", "feedback", "text", "wording", "why", "reason", "department_id", "other", "notice", "action",
    "title", "files",
)  # fmt: skip
INSIDE = {"HX-Request": "true"}
"""Asked as a part of a page, without the frame and its two dozen counts; the first value is asked with them."""
OURS = ("inbox", "files", "batch", "duedays", "wordings", "overdue")


@pytest.fixture
def addresses(app, make):
    notice = make(state=S.RECEIVED)

    def of(method: str) -> list[str]:
        return [filled(rule, notice.id) for rule in app.url_map.iter_rules() if method in rule.methods and ours(rule)]

    return of


def ours(rule: Rule) -> bool:
    return rule.endpoint.partition(".")[0] in OURS


def filled(rule: Rule, number: int) -> str:
    return rule.build(dict.fromkeys(rule.arguments, number))[1]


@pytest.fixture
def everything(app, town):
    return colleague(app, town.city.tax, "reporter", "department_admin", "city_operator")


def asked(client, addresses, value) -> dict[str, int]:
    """Return what every address answers to a value in every place."""
    token = csrf(client)
    query, headers = dict.fromkeys(NAMES, value), {} if value == NASTY[0] else INSIDE
    answers = {address: client.get(address, query_string=query, headers=headers).status_code for address in addresses("GET")}
    for address in addresses("POST"):
        for action in (value, "receive", "answer", "return", "reassign"):
            named = {"action": action, "notice": "1.1", "feedback": "licensed"} if action != value else {}
            form = {**dict.fromkeys(TYPED, value), **named, "csrf_token": token}
            answers[f"POST {address} {action[:12]}"] = client.post(address, data=form, headers=headers).status_code
    return answers


def test_no_page_fails_over_what_is_asked_or_typed(everything, addresses):
    wrong = [
        (value[:12], address, status)
        for value in NASTY
        for address, status in asked(everything, addresses, value).items()
        if status >= 500
    ]
    assert wrong == []


def test_every_form_from_another_site_is_refused(everything, addresses):
    assert {everything.post(address, data={}).status_code for address in addresses("POST")} == {400}
