import re

import pytest

from supervision.kernel.clock import now
from supervision.kernel.db import transaction
from tests.factories.accounts import PASSWORD, grant


@pytest.fixture
def shen(member, browser, committed_city):
    """Somebody who enters data in one department and reviews in another."""
    user = member("shen", "reporter")
    with transaction() as session:
        grant(session, user, "reviewer", committed_city.tax, now=now())
    here = browser()
    here.sign_in("shen")
    return here


def positions(page: str) -> dict[str, str]:
    """Return the position numbers by the words beside them."""
    return {words.strip(): number for number, words in re.findall(r'name="position_id" value="(\d+)"[^>]*>([^<]+)', page)}


def test_another_duty_brings_its_own_rights(shen):
    assert shen.client.get("/intake/upload").status_code == 200
    assert shen.client.get("/review").status_code == 403
    other = next(number for words, number in positions(shen.client.get("/account").text).items() if "审核人员" in words)
    assert shen.post("/account/duty", {"position_id": other}).status_code == 303
    assert shen.client.get("/intake/upload").status_code == 403
    assert shen.client.get("/review").status_code == 200
    assert "审核人员" in shen.client.get("/").text


def test_a_duty_of_somebody_else_is_not_taken(shen, member):
    member("lin", "city_operator")
    shen.post("/account/duty", {"position_id": 1_000_000})
    shen.post("/account/duty")
    assert shen.client.get("/jobs").status_code == 403
    assert shen.client.get("/intake/upload").status_code == 200


def test_who_has_no_duty_is_told_whom_to_ask(member, browser):
    member("lin")
    here = browser()
    here.sign_in("lin")
    assert "请向本单位安全管理员申请" in here.client.get("/account").text


def test_a_new_password_ends_the_other_sessions(shen, browser):
    other = browser()
    other.sign_in("shen")
    form = {"present": PASSWORD, "wanted": "Fresh-words-7", "again": "Fresh-words-7"}
    assert shen.post("/account/password", form).status_code == 303
    assert shen.client.get("/account").status_code == 200
    assert other.client.get("/account").status_code == 302
    assert browser().sign_in("shen").status_code == 422
    assert browser().sign_in("shen", "Fresh-words-7").status_code == 303


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"present": "x"}, "当前密码不符"),
        ({"wanted": "short", "again": "short"}, "新密码太弱"),
        ({"again": "x"}, "两次输入的新密码不同"),
    ],
)
def test_a_password_that_does_not_do_is_refused_in_words(shen, wrong, words):
    form = {"present": PASSWORD, "wanted": "Fresh-words-7", "again": "Fresh-words-7", **wrong}
    answer = shen.post("/account/password", form)
    assert answer.status_code == 422
    assert words in answer.text


def test_a_session_elsewhere_is_ended_from_here(shen, browser):
    other = browser()
    other.sign_in("shen")
    page = shen.client.get("/account/sessions").text
    assert "2 处登录着" in page
    address = re.search(r"/account/sessions/\d+/end", page)[0]
    assert shen.post(address).status_code == 303
    assert other.client.get("/account").status_code == 302
    assert "1 处登录着" in shen.client.get("/account/sessions").text
