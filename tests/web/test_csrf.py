import re

import pytest


def token_of(client):
    return re.search(r'name="csrf_token" value="([^"]+)"', client.get("/probe").get_data(as_text=True))[1]


def test_a_form_with_its_token_is_taken(as_):
    client = as_("clerk")
    response = client.post("/probe", data={"csrf_token": token_of(client)})
    assert response.status_code == 200
    assert "已提交 1 件" in response.get_data(as_text=True)


@pytest.mark.parametrize("token", [None, "", "invented"])
def test_a_form_without_it_is_refused_in_words(as_, token):
    response = as_("clerk").post("/probe", data={"csrf_token": token} if token is not None else {})
    assert response.status_code == 400
    assert "内容没有提交" in response.get_data(as_text=True)


def test_another_session_s_token_does_not_count(as_):
    stolen = token_of(as_("clerk"))
    assert as_("clerk").post("/probe", data={"csrf_token": stolen}).status_code == 400


def test_a_browser_that_posts_to_the_api_needs_it_too(as_):
    assert as_("clerk").post("/api/v1/probe", json={"amount": 1}).status_code == 400


def test_a_system_that_shows_its_own_key_does_not(as_):
    assert as_("system").post("/api/v1/probe", json={"amount": 1}).get_json() == {"amount": 1}


def test_who_may_not_enter_hears_that_first(as_):
    assert as_("reader").post("/probe").status_code == 403
    assert as_("nobody").post("/probe").status_code == 302
