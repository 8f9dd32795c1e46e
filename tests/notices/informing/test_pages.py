"""The counter's pages: what was typed is kept, a second click does nothing, an old page is refused."""

import io
import re

import pytest
from flask.testing import FlaskClient

from supervision.kernel.clock import now
from supervision.kernel.db import reading, transaction
from supervision.notices.informing.models import Informing, Undertaking
from tests.factories.accounts import Browser, City, found_city, fresh_key, grant, person
from tests.factories.counter import FIRM, NOTHING, SCOPE, picture, work

TYPED = {"kind": "establishment", "name": FIRM, "division": "310115", "scope": SCOPE, "source_no": "YT-1"}


@pytest.fixture
def city(app) -> City:
    with transaction() as session:
        made = found_city(session, now=now())
        for login, office in (("east-counter", made.east), ("west-counter", made.west)):
            grant(session, person(session, login, office, now=now(), demo=True), "registrar", office, now=now())
        return made


@pytest.fixture
def east(client: FlaskClient, city: City) -> Browser:
    browser = Browser(client)
    browser.sign_in("east-counter")
    return browser


def sheets() -> list[Informing]:
    with reading() as session:
        return list(session.query(Informing).order_by(Informing.id))


def drafted(browser: Browser, **more: str) -> str:
    answer = browser.post("/counter", {**TYPED, "request_key": fresh_key(), **more})
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


def issued(browser: Browser, **more: str) -> str:
    address = drafted(browser, **more)
    revision = re.search(r'name="revision" value="(\d+)"', browser.client.get(address).text)[1]
    assert browser.post(f"{address}/issue", {"revision": revision}).status_code == 303
    return address


def test_an_application_becomes_a_draft_with_its_words_marked(east):
    page = east.client.get(drafted(east)).text
    assert "<mark>餐饮服务</mark>" in page
    assert "食品生产许可" in page


def test_the_same_form_twice_is_one_draft(east):
    key = fresh_key()
    assert drafted(east, request_key=key) == drafted(east, request_key=key)
    assert len(sheets()) == 1


def test_what_is_missing_is_said_and_what_was_typed_stays(east):
    answer = east.post("/counter", {**TYPED, "name": "", "division": ""})
    assert answer.status_code == 422
    assert "填写名称" in answer.text
    assert SCOPE in answer.text


def test_typing_shows_the_match_and_keeps_nothing(east):
    headers = {"HX-Request": "true"}
    answer = east.client.post("/counter/match", data={"csrf_token": east.token(), **TYPED}, headers=headers)
    assert "<html" not in answer.text
    assert "<mark>餐饮服务</mark>" in answer.text
    whole = east.post("/counter/match", TYPED).text
    assert "<mark>餐饮服务</mark>" in whole
    assert f'value="{FIRM}"' in whole
    assert sheets() == []


def test_a_second_click_on_issue_issues_once(east):
    address = issued(east)
    assert east.post(f"{address}/issue", {"revision": "1"}).status_code == 303
    assert [one.number for one in sheets()] == ["告知〔2026〕000001号"]


def test_the_pdf_opens_in_place_once_it_is_set(east):
    address = issued(east)
    assert "正在排版" in east.client.get(address).text
    assert east.client.get(f"{address}/sheet.pdf").status_code == 404
    work()
    assert "打开并打印" in east.client.get(address).text
    pdf = east.client.get(f"{address}/sheet.pdf")
    assert pdf.mimetype == "application/pdf"
    assert "attachment" not in pdf.headers.get("Content-Disposition", "")


def test_an_old_page_is_refused(east):
    address = drafted(east)
    old = {"revision": "1", "reason": "申请人说明", "item_code": "SP010"}
    assert east.post(f"{address}/items", old).status_code == 303
    answer = east.post(f"{address}/items", {**old, "item_code": "SP041"})
    assert answer.status_code == 409
    assert "刚刚被他人改动" in answer.text


def test_an_item_is_left_out_and_added_with_a_reason(east):
    address = drafted(east)
    page = east.client.get(address).text
    item = re.search(rf"{address}/items/(\d+)", page)[1]
    assert east.post(f"{address}/items/{item}", {"asked": "no", "reason": ""}).status_code == 422
    assert east.post(f"{address}/items/{item}", {"asked": "no", "reason": "只在后厨自用"}).status_code == 303
    assert east.post(f"{address}/items", {"item_code": "SP010", "reason": ""}).status_code == 422
    assert east.post(f"{address}/items", {"item_code": "SP010", "reason": "申请人说明"}).status_code == 303
    page = east.client.get(address).text
    assert "只在后厨自用" in page
    assert "人工添加" in page


def test_no_item_needs_no_undertaking(east):
    address = issued(east, scope=NOTHING)
    page = east.client.get(address).text
    assert "没有须办理的事项" in page
    assert "签署承诺书" not in page
    assert east.client.get(f"{address}/undertaking").status_code == 303


@pytest.mark.parametrize(
    ("field", "content", "filename", "way"),
    [("signature", picture(), "signature.png", "screen"), ("scan", b"%PDF-1.7\n%%EOF\n", "承诺书.pdf", "scan")],
)
def test_an_undertaking_is_signed_or_uploaded(east, field, content, filename, way):
    address, key = issued(east), fresh_key()
    for _click in range(2):
        sent = {"role": "agent", "signer": "沈某某", "request_key": key, field: (io.BytesIO(content), filename)}
        assert east.post(f"{address}/undertaking", sent).status_code == 303
    with reading() as session:
        assert [one.way for one in session.query(Undertaking)] == [way]
    opened = east.client.get(f"{address}/undertaking/file")
    assert opened.data == content
    assert "attachment" not in opened.headers.get("Content-Disposition", "")


def test_a_refusal_is_recorded_in_words(east):
    address = issued(east)
    sent = {"role": "operator", "signer": "沈某某", "note": "认为不需要许可", "act": "refuse"}
    assert east.post(f"{address}/undertaking", sent).status_code == 303
    assert "认为不需要许可" in east.client.get(address).text


def test_an_undertaking_without_anything_is_sent_back(east):
    address = issued(east)
    answer = east.post(f"{address}/undertaking", {"role": "agent", "signer": "沈某某"})
    assert answer.status_code == 422
    assert "没有签名，也没有签署件" in answer.text
    assert 'value="沈某某"' in answer.text


def test_a_void_sheet_says_why(east):
    address = issued(east)
    assert east.post(f"{address}/withdraw", {"reason": "申请人撤回"}).status_code == 303
    assert "申请人撤回" in east.client.get(address).text
    assert FIRM not in east.client.get("/counter/sheets").text
    assert FIRM in east.client.get("/counter/sheets?state=void").text


def test_lists_find_by_name_number_and_business(east):
    issued(east)
    for words in ("试例", "000001", "YT-1"):
        assert FIRM in east.client.get("/counter/sheets", query_string={"q": words}).text
    assert FIRM not in east.client.get("/counter/sheets", query_string={"q": "无此一家"}).text
    assert east.client.get("/counter/without-sheet").status_code == 200


def test_another_office_finds_nothing(app, east, city):
    address = issued(east)
    west = Browser(app.test_client())
    west.sign_in("west-counter")
    assert [west.client.get(f"{address}{more}").status_code for more in ("", "/sheet.pdf", "/undertaking")] == [404] * 3
    assert FIRM not in west.client.get("/counter/sheets").text
