import re
from datetime import timedelta

import pytest

from supervision.accounts.authenticate.service import forget_keys
from supervision.kernel.clock import today
from tests.factories.accounts import fresh_key


@pytest.fixture
def keeper(member, browser):
    forget_keys()
    member("sec", "security_admin")
    here = browser()
    here.sign_in("sec")
    return here


def fields(city, **more):
    wanted = {"name": "税务征管系统", "department_id": city.tax.id, "permissions": "search.read", "request_key": fresh_key()}
    return {**wanted, "expires_on": (today() + timedelta(days=30)).isoformat(), **more}


def shown(answer) -> str:
    return re.search(r'<p class="hash">([^<]+)</p>', answer.text)[1].strip()


def test_a_key_is_shown_once_and_opens_what_it_names(keeper, committed_city, app):
    key = shown(keeper.post("/accounts/clients", fields(committed_city)))
    listed = keeper.client.get("/accounts/clients").text
    assert "税务征管系统" in listed
    assert key not in listed
    system = app.test_client()
    carried = {"Authorization": f"Bearer {key}"}
    assert system.get("/api/v1/search?q=有限", headers=carried).status_code == 200
    assert system.get("/api/v1/intake/batches", headers=carried).status_code == 403


def test_a_second_click_makes_no_second_key(keeper, committed_city):
    form = fields(committed_city)
    keeper.post("/accounts/clients", form)
    keeper.post("/accounts/clients", form)
    assert keeper.client.get("/accounts/clients").text.count("税务征管系统") == 1


def test_a_key_that_is_taken_back_opens_nothing(keeper, committed_city, app):
    key = shown(keeper.post("/accounts/clients", fields(committed_city)))
    address = re.search(r"/accounts/clients/\d+/revoke", keeper.client.get("/accounts/clients").text)[0]
    assert keeper.post(address).status_code == 303
    assert "已收回" in keeper.client.get("/accounts/clients").text
    forget_keys()
    answer = app.test_client().get("/api/v1/search?q=有限", headers={"Authorization": f"Bearer {key}"})
    assert answer.status_code == 401


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": ""}, "填写系统名称"),
        ({"permissions": []}, "还差一项"),
        ({"addresses": "办公室"}, "办公室"),
        ({"expires_on": "2020-01-01"}, "还差一项"),
        ({"permissions": "accounts.manage"}, "还差一项"),
    ],
)
def test_what_does_not_fit_is_said(keeper, committed_city, wrong, words):
    answer = keeper.post("/accounts/clients", fields(committed_city, **wrong))
    assert answer.status_code == 422
    assert words in answer.text
