import pytest

from tests.factories.districts import key_for
from tests.factories.rows import uscc
from tests.registration.conftest import FIRM

ADDRESS = "/api/v1/registrations"
SAID = {
    "source_no": "S1",
    "kind": "establishment",
    "occurred_on": "2026-11-10",
    "code": uscc(1),
    "name": FIRM,
    "scope": "食品销售",
}


@pytest.fixture
def system(desk, client):
    """Return a way to call as the eastern registrar's system, or as another one."""

    def call(method: str, address: str, *permissions: str, department=None, **more):
        key = key_for(department or desk.city.east, *(permissions or ("registration.record", "registration.read")))
        return client.open(address, method=method, headers={"Authorization": f"Bearer {key}"}, **more)

    return call


def test_each_entry_of_a_call_is_answered_by_itself(system):
    answer = system("POST", ADDRESS, json={"entries": [SAID, {**SAID, "source_no": "S2", "name": None}, SAID]})
    assert answer.status_code == 200
    assert [(item["outcome"], item["message"]) for item in answer.json["results"]] == [
        ("new", "已收到"),
        ("held", "没有企业名称"),
        ("repeated", "此前已收到相同内容，未作改动"),
    ]


def test_how_far_an_entry_has_come_can_be_asked(system, desk):
    number = system("POST", ADDRESS, json={"entries": [SAID]}).json["results"][0]["entry_id"]
    assert system("GET", f"{ADDRESS}/{number}").json["state"] == "received"
    desk.archive()
    answer = system("GET", f"{ADDRESS}/{number}").json
    assert (answer["state"], answer["version"], answer["subject_id"] is not None) == ("archived", 1, True)


def test_another_registrar_does_not_see_it(system, desk):
    number = system("POST", ADDRESS, json={"entries": [SAID]}).json["results"][0]["entry_id"]
    assert system("GET", f"{ADDRESS}/{number}", department=desk.city.west).status_code == 404
    assert system("GET", f"{ADDRESS}/{number}", department=desk.city.bureau).status_code == 200, "the bureau above does"


@pytest.mark.parametrize(
    "body", [{}, {"entries": []}, {"entries": [SAID] * 101}, {"entries": ["S1"]}, {"entries": [{"name": 1}]}]
)
def test_what_is_no_list_of_registrations_is_refused_whole(system, desk, body):
    assert system("POST", ADDRESS, json=body).status_code == 422
    assert desk.entries("id") == []


def test_who_may_only_read_may_not_record(system):
    assert system("POST", ADDRESS, "registration.read", json={"entries": [SAID]}).status_code == 403


def test_fields_that_nobody_knows_are_kept(system, desk):
    system("POST", ADDRESS, json={"entries": [{**SAID, "自有字段": "甲"}]})
    assert "自有字段" in desk.entries("payload")[0][0].decode()
