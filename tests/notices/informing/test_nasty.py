"""Values that nobody types by accident, in every field of the counter and of the clue register: refused, never a failure."""

import io

import pytest
from flask import Flask

from supervision.accounts.departments.queries import department_by_code
from supervision.duties.clues.service import hand_over
from supervision.kernel.clock import now
from supervision.kernel.db import transaction
from tests.factories.accounts import Browser, found_city, grant, person
from tests.factories.archive import firm
from tests.factories.counter import FIRM, SCOPE

NASTY = ("\0", "9" * 40, "-1", "<img src=x onerror=alert(1)>")
SOUND = {
    "kind": "establishment",
    "name": FIRM,
    "division": "310115",
    "scope": SCOPE,
    "scope_codes": "",
    "source_no": "YT-1",
    "request_key": "",
    "revision": "",
    "reason": "理由",
    "asked": "no",
    "item_code": "SP010",
    "role": "agent",
    "signer": "沈某某",
    "note": "情况",
    "act": "refuse",
    "handler_id": "1",
    "department_id": "1",
    "outcome": "unfounded",
    "text": "查无实据",
}
FIELDS = {
    "/counter": ("kind", "name", "division", "scope", "scope_codes", "source_no", "request_key"),
    "/counter/match": ("scope", "scope_codes", "division"),
    "{draft}/items": ("item_code", "reason", "revision"),
    "{draft}/items/1": ("asked", "reason", "revision"),
    "{draft}/withdraw": ("reason", "revision"),
    "{issued}/business": ("source_no", "revision"),
    "{issued}/undertaking": ("role", "signer", "note", "act", "request_key"),
    "{clue}/assign": ("handler_id", "revision", "request_key"),
    "{clue}/reassign": ("department_id", "reason", "revision"),
    "{clue}/extend": ("reason", "revision", "request_key"),
    "{clue}/settle": ("outcome", "text", "revision", "request_key"),
    "{clue}/reopen": ("reason", "revision"),
}
LISTS = (
    "/counter/sheets?q={}",
    "/counter/sheets?state={}&before={}",
    "/clues?q={}&state={}&after={}&mine={}",
    "/check?code={}",
)


@pytest.fixture
def clerk(app: Flask) -> Browser:
    with transaction() as session:
        city = found_city(session, now=now())
        user = person(session, "east-all", city.east, now=now(), demo=True)
        for role in ("registrar", "department_admin"):
            grant(session, user, role, city.east, now=now())
    browser = Browser(app.test_client())
    browser.sign_in("east-all")
    return browser


@pytest.fixture
def places(clerk: Browser) -> dict[str, str]:
    with transaction() as session:
        subject = firm(session).id
        office = department_by_code(session, "scjg-e").id
        clue = hand_over(
            session,
            source_kind="notice",
            source_id=1,
            subject_id=subject,
            content="无证经营",
            department_id=office,
            actor="person:1",
            now=now(),
        )
    draft = clerk.post("/counter", SOUND | {"source_no": "YT-D"}).headers["Location"]
    issued = clerk.post("/counter", SOUND | {"source_no": "YT-I"}).headers["Location"]
    clerk.post(f"{issued}/issue")
    return {"draft": draft, "issued": issued, "clue": f"/clues/{clue}"}


@pytest.mark.parametrize("value", NASTY, ids=repr)
def test_no_value_makes_a_page_fail(clerk, places, value):
    token, failed = clerk.token(), []
    for address, fields in FIELDS.items():
        for field in fields:
            place = address.format(**places)
            answer = clerk.client.post(place, data={**SOUND, field: value, "csrf_token": token})
            failed += [f"{place} {field}: {answer.status_code}"] if answer.status_code >= 500 else []
            assert "<img src=x" not in answer.text
    for address in LISTS:
        answer = clerk.client.get(address.replace("{}", value.replace("%", "%25").replace("\0", "%00")))
        failed += [f"{address}: {answer.status_code}"] if answer.status_code >= 500 else []
    assert failed == []
    assert "<img src=x" not in clerk.client.get(places["draft"]).text + clerk.client.get(places["clue"]).text


def test_a_file_where_none_is_expected_is_no_failure(clerk, places):
    sent = {**SOUND, "act": "sign", "signature": (io.BytesIO(b""), "a.png"), "scan": (io.BytesIO(b"\0\1\2"), "a.bin")}
    assert clerk.post(f"{places['issued']}/undertaking", sent).status_code == 422
