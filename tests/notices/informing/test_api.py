"""The registrar's own system informs, fetches the sheet and hands the undertaking in."""

import io

import pytest
from flask import Flask

from supervision.kernel.clock import now, today
from supervision.kernel.db import transaction
from tests.factories.accounts import City, found_city
from tests.factories.counter import FIRM, NOTHING, SCOPE, picture, work
from tests.factories.districts import key_for


class Registrar:
    """A system with a key."""

    def __init__(self, app: Flask, key: str) -> None:
        self.client, self.headers = app.test_client(), {"Authorization": f"Bearer {key}"}

    def inform(self, **more: object):
        sent = {"source_no": "YT-1", "name": FIRM, "scope": SCOPE, "division": "310115", **more}
        return self.client.post("/api/v1/informing", json=sent, headers=self.headers)

    def get(self, address: str):
        return self.client.get(address, headers=self.headers)

    def sign(self, number: str, content: bytes, filename: str, **more: str):
        sent = {"file": (io.BytesIO(content), filename), "role": "agent", "signer": "沈某某", **more}
        return self.client.post(f"/api/v1/informing/{number}/undertaking", data=sent, headers=self.headers)


@pytest.fixture
def city(app: Flask) -> City:
    with transaction() as session:
        return found_city(session, now=now())


@pytest.fixture
def registrar(app: Flask, city: City) -> Registrar:
    return Registrar(app, key_for(city.east, "notices.inform"))


def test_a_system_informs_and_fetches_the_sheet(registrar):
    answer = registrar.inform()
    told = answer.json
    assert (answer.status_code, told["state"], told["undertaking_needed"]) == (201, "issued", True)
    assert {item["name"] for item in told["items"]} == {"食品经营许可（餐饮服务）", "食品生产许可"}
    assert told["informed_on"] == today().isoformat()
    year, serial = told["number"][3:7], told["number"][8:14]
    address = f"/api/v1/informing/{year}-{serial}"
    assert registrar.get(f"{address}/sheet.pdf").status_code == 409
    work()
    again = registrar.get(address).json
    sheet = registrar.get(again["sheet"])
    assert (sheet.status_code, sheet.mimetype, sheet.data[:5]) == (200, "application/pdf", b"%PDF-")
    assert registrar.get(f"/api/v1/informing/{told['number']}").json == again


@pytest.mark.parametrize("field", ["name", "source_no", "scope"])
@pytest.mark.parametrize("blank", ["\x85", "\u3000 ", "食品\x1f"])
def test_what_only_looks_like_words_never_breaks_the_door(registrar, field, blank):
    answer = registrar.inform(**{field: blank})
    assert answer.status_code == 422 or (answer.status_code == 201 and field != "name")


def test_the_same_business_again_is_the_same_sheet(registrar):
    first, second = registrar.inform(), registrar.inform()
    assert (second.status_code, second.json["number"]) == (200, first.json["number"])


def test_another_scope_replaces_the_sheet(registrar):
    first, second = registrar.inform(), registrar.inform(scope=NOTHING)
    assert (second.status_code, second.json["no_item"], second.json["undertaking_needed"]) == (201, True, False)
    before = registrar.get(f"/api/v1/informing/{first.json['number']}").json
    assert (before["state"], before["replaced_by"]) == ("void", second.json["number"])


@pytest.mark.parametrize(
    ("way", "content", "filename"),
    [("screen", picture(), "签名.png"), ("scan", b"%PDF-1.7\n%%EOF\n", "承诺书.pdf")],
)
def test_an_undertaking_is_handed_in_and_the_sheet_set_once_more(registrar, way, content, filename):
    number = registrar.inform().json["number"]
    work()
    before = registrar.get(f"/api/v1/informing/{number}").json["digest"]
    answer = registrar.sign(number, content, filename, way=way)
    assert (answer.status_code, answer.json["state"], answer.json["undertaking"]["way"]) == (201, "undertaken", way)
    work()
    assert registrar.get(f"/api/v1/informing/{number}").json["digest"] != before


def test_an_undertaking_is_taken_once_and_only_as_a_signature(registrar):
    number = registrar.inform().json["number"]
    assert registrar.sign(number, b"not a picture", "a.png", way="screen").status_code == 422
    assert registrar.sign(number, picture(), "a.png", way="screen").status_code == 201
    assert registrar.sign(number, picture(), "a.png", way="screen").status_code == 409


@pytest.mark.parametrize(
    "wrong", [{"source_no": ""}, {"name": ""}, {"division": "3101"}, {"kind": "cancellation"}, {"scope": None}, {"scope": "\0"}]
)
def test_what_cannot_be_understood_is_refused_whole(registrar, wrong):
    answer = registrar.inform(**wrong)
    assert (answer.status_code, answer.mimetype) == (422, "application/problem+json")
    assert registrar.inform().json["number"].endswith("000001号")


def test_another_office_finds_nothing_and_informs_of_its_own(app, city, registrar):
    number = registrar.inform().json["number"]
    west = Registrar(app, key_for(city.west, "notices.inform"))
    assert west.get(f"/api/v1/informing/{number}").status_code == 404
    assert west.sign(number, picture(), "a.png", way="screen").status_code == 404
    assert west.inform().status_code == 201


def test_without_the_right_nobody_informs(app, city):
    other = Registrar(app, key_for(city.tax, "search.read"))
    assert (other.inform().status_code, Registrar(app, "sk_x").inform().status_code) == (403, 401)
