import pytest

from supervision.accounts.purposes.rules import month_of
from supervision.kernel.clock import today

MONTH = f"{month_of(today()):%Y-%m}"
ASKED = {"subject": "archive:7", "next": "/archive/7", "purpose": "case", "case_no": "云市监立〔2026〕41号"}


@pytest.fixture
def inspector(member, browser):
    member("insp", "inspector")
    here = browser()
    here.sign_in("insp")
    return here


@pytest.fixture
def auditor(member, browser):
    member("aud", "audit_admin")
    here = browser()
    here.sign_in("aud")
    return here


def test_a_declared_purpose_leads_back_and_lies_before_the_auditor(inspector, auditor, committed_city):
    answer = inspector.post("/purposes", ASKED)
    assert (answer.status_code, answer.location) == (303, "/archive/7")
    assert "待审查" in auditor.client.get("/purposes").text
    page = auditor.client.get(f"/purposes/{MONTH}/{committed_city.bureau.id}").text
    assert "云市监立〔2026〕41号" in page
    assert "查办案件" in page


@pytest.mark.parametrize("wrong", [{"purpose": ""}, {"case_no": " "}, {"case_no": "——"}])
def test_without_purpose_or_number_nothing_opens(inspector, wrong):
    answer = inspector.post("/purposes", {**ASKED, **wrong})
    assert answer.status_code == 422
    assert "还没有打开" in answer.text


def test_nobody_is_led_to_another_site(inspector):
    assert inspector.post("/purposes", {**ASKED, "next": "//evil.example/"}).location == "/"
    assert inspector.client.get("/purposes/new?subject=../x").status_code == 404


def test_a_reviewed_month_opens_again_when_something_is_declared_after_it(inspector, auditor, committed_city):
    inspector.post("/purposes", ASKED)
    home = f"/purposes/{MONTH}/{committed_city.bureau.id}"
    assert auditor.post(home, {"verdict": "in_order", "remark": ""}).status_code == 422
    assert auditor.post(home, {"verdict": "in_order", "remark": "案号与用途相符"}).status_code == 303
    assert "未见异常" in auditor.client.get("/purposes").text
    inspector.post("/purposes", {**ASKED, "subject": "archive:8"})
    assert "审查后又有登记" in auditor.client.get("/purposes").text


def test_the_page_of_a_month_that_is_none_is_not_found(auditor):
    assert auditor.client.get("/purposes?month=2026-13").status_code == 404
    assert "这个月没有人查看过个人信息" in auditor.client.get("/purposes?month=2020-01").text


def test_who_opens_does_not_review(inspector, auditor):
    assert inspector.client.get("/purposes").status_code == 403
    assert auditor.post("/purposes", ASKED).status_code == 403
