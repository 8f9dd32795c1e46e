"""经营范围比对 and 待判定语句, as people and systems meet them."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from supervision.accounts.models import Department
from supervision.kernel.clock import now, today
from supervision.kernel.db import reading, transaction
from supervision.licensing.matching import service
from supervision.licensing.matching.models import Decision, Doubt
from tests.factories.accounts import Browser, found_city, grant, person
from tests.factories.districts import key_for

SCOPE = "餐饮服务；化工产品（不含危险化学品）销售；刻字"
API = "/api/v1/scope-matching"


@pytest.fixture
def bureau(database) -> int:
    with transaction() as session:
        return found_city(session, now=now()).bureau.id


@pytest.fixture
def signed_in(app, bureau) -> Callable[[str], Browser]:
    def enter(role: str) -> Browser:
        with transaction() as session:
            department = session.get_one(Department, bureau)
            user = person(session, "lin", department, now=now(), demo=True)
            grant(session, user, role, department, now=now())
        browser = Browser(app.test_client())
        browser.sign_in("lin")
        return browser

    return enter


def doubt(scope: str = SCOPE) -> int:
    """Put a doubt into the queue."""
    with transaction() as session:
        service.decide(session, scope=scope, scope_codes=(), on=today(), division=None, now=now())
        return session.scalars(select(Doubt.id)).one()


def test_a_pasted_scope_is_shown_with_its_words_marked(signed_in):
    page = signed_in("reviewer").post("/licensing/matching", {"scope": SCOPE}).text
    assert "<mark>餐饮服务</mark>" in page
    assert "<del>不含</del>" in page
    assert "把握不足" in page
    assert "style=" not in page


def test_a_trial_puts_nothing_into_the_queue(signed_in):
    signed_in("reviewer").post("/licensing/matching", {"scope": SCOPE})
    with reading() as session:
        assert session.scalars(select(Doubt)).all() == []


@pytest.mark.parametrize(
    ("scope", "said"),
    [("", "经营范围为空"), ("????", "不是可读的文字"), ("<script>alert(1)</script>餐饮服务", "&lt;script&gt;")],
)
def test_bad_input_is_answered_plainly(signed_in, scope, said):
    assert said in signed_in("reviewer").post("/licensing/matching", {"scope": scope}).text


def test_a_text_that_is_far_too_long_is_refused(signed_in):
    answer = signed_in("reviewer").post("/licensing/matching", {"scope": "餐" * 5001})
    assert answer.status_code == 422
    assert "超过 5000 字" in answer.text


def test_deciding_settles_the_sentence_and_goes_on(signed_in):
    number = doubt()
    browser = signed_in("department_admin")
    assert "刻字" in browser.client.get("/licensing/doubts").text
    page = browser.client.get(f"/licensing/doubts/{number}").text
    assert 'data-hotkey="1"' in page
    answer = browser.post(f"/licensing/doubts/{number}", {"verdict": "asked", "seen": "open"})
    assert answer.headers["Location"].endswith("/licensing/doubts")
    with reading() as session:
        assert session.scalars(select(Decision.verdict)).all() == ["asked"]
    assert "涉及" in browser.client.get("/licensing/doubts?state=settled").text


def test_a_question_says_when_it_is_asked_for_what_stands_around(signed_in):
    number = doubt("草坪种植")
    browser = signed_in("department_admin")
    assert "这样的前后文" in browser.client.get(f"/licensing/doubts/{number}").text
    assert "前后文存疑" in browser.post("/licensing/matching", {"scope": "草坪种植"}).text


def test_a_question_about_a_rare_reading_says_nothing_of_surroundings(signed_in):
    number = doubt()
    assert "前后文" not in signed_in("department_admin").client.get(f"/licensing/doubts/{number}").text


@pytest.mark.parametrize("form", [{}, {"verdict": "perhaps"}])
def test_no_verdict_is_refused(signed_in, form):
    number = doubt()
    assert signed_in("department_admin").post(f"/licensing/doubts/{number}", form).status_code == 422


def test_a_double_click_decides_once(signed_in):
    number = doubt()
    browser = signed_in("department_admin")
    form = {"verdict": "asked", "seen": "open"}
    browser.post(f"/licensing/doubts/{number}", form)
    assert browser.post(f"/licensing/doubts/{number}", form).status_code == 409


def test_one_who_may_only_match_may_not_decide(signed_in):
    assert signed_in("registrar").client.get("/licensing/doubts").status_code == 403


def test_a_system_asks_and_is_answered_with_quotations(app, bureau):
    with reading() as session:
        department = session.get_one(Department, bureau)
        key = key_for(department, "licensing.match")
    answer = app.test_client().post(API, json={"scope": SCOPE}, headers={"Authorization": f"Bearer {key}"})
    body = answer.get_json()
    assert answer.status_code == 200
    assert [match["item"] for match in body["matches"]] == ["SP003"]
    assert [match["item"] for match in body["doubts"]] == ["SP037"]
    span = body["matches"][0]["spans"][0]
    assert SCOPE[span["start"] : span["end"]] == span["text"] == "餐饮服务"


def test_a_stranger_is_turned_away(app, database):
    assert app.test_client().post(API, json={"scope": SCOPE}).status_code == 401
