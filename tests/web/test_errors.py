import json
import re
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from structlog.testing import capture_logs

from supervision.web.errors import local


def problem(response):
    assert response.content_type == "application/problem+json"
    content = json.loads(response.data)
    assert content["status"] == response.status_code
    assert content["title"]
    assert content["reference"]
    return content


@pytest.mark.parametrize(
    ("method", "address", "body", "status"),
    [
        ("GET", "/api/v1/nowhere", None, 404),
        ("DELETE", "/api/v1/probe", None, 405),
        ("POST", "/api/v1/probe", {"amount": 10}, 422),
        ("POST", "/api/v1/probe", {"other": 1}, 422),
        ("GET", "/api/v1/probe/conflict", None, 409),
        ("GET", "/api/v1/probe/crash", None, 500),
        ("GET", "/api/v1/probe/slow", None, 503),
    ],
)
def test_a_program_reads_every_failure_as_a_problem(as_, method, address, body, status):
    response = as_("system").open(address, method=method, json=body)
    assert response.status_code == status
    problem(response)


def test_a_program_hears_which_field_was_wrong(as_):
    content = problem(as_("system").post("/api/v1/probe", json={"amount": 10}))
    assert "amount" in content["errors"]["json"]


def test_the_answer_to_a_wrong_method_names_the_right_ones(as_):
    assert "POST" in as_("system").delete("/api/v1/probe").headers["Allow"]


def test_a_program_without_a_key_is_not_led_to_a_page(as_):
    assert problem(as_("nobody").post("/api/v1/probe", json={"amount": 1}))["status"] == 401


@pytest.mark.parametrize(("address", "status"), [("/nowhere", 404), ("/failing/conflict", 409), ("/failing/crash", 500)])
def test_a_person_reads_what_happened_what_to_do_and_a_number(as_, address, status):
    response = as_("nobody").get(address)
    page = response.get_data(as_text=True)
    assert response.status_code == status
    assert response.content_type.startswith("text/html")
    assert re.search(r'编号 <span class="code">[0-9a-zA-Z-]{8,}</span>', page)
    assert "回工作台" in page


def test_what_went_wrong_inside_stands_in_the_log_only(as_):
    with capture_logs() as lines:
        response = as_("nobody").get("/failing/crash")
    [line] = [line for line in lines if line["event"] == "unexpected failure"]
    assert "topsecret" in str(line["exc_info"])
    assert "topsecret" not in response.get_data(as_text=True)
    assert line["reference"] in response.get_data(as_text=True)


def test_a_question_that_takes_too_long_is_answered_with_how_to_shorten_it(as_):
    response = as_("nobody").get("/failing/slow")
    assert response.status_code == 503
    assert "没有在时限内完成" in response.get_data(as_text=True)


def test_whoever_must_sign_in_comes_back_to_the_same_place(as_):
    response = as_("nobody").get("/probe?q=%E7%A6%BE%E6%9C%A8&page=2")
    target = urlsplit(response.headers["Location"])
    assert (response.status_code, target.path) == (302, "/sign-in")
    assert unquote(parse_qs(target.query)["next"][0]) == "/probe?q=禾木&page=2"


def test_a_form_that_outlived_its_session_comes_back_to_its_own_page(as_):
    response = as_("nobody").post("/probe", headers={"Referer": "http://localhost/probe?step=2"})
    assert response.headers["Location"] == "/sign-in?next=/probe%3Fstep%3D2"


def test_a_fragment_asks_the_browser_to_leave_as_a_whole(as_):
    response = as_("nobody").get("/probe", headers={"HX-Request": "true", "HX-Current-URL": "http://localhost/probe?tab=x"})
    assert (response.status_code, response.headers["HX-Redirect"]) == (401, "/sign-in?next=/probe%3Ftab%3Dx")


@pytest.mark.parametrize("address", ["http://elsewhere.example/x", "//elsewhere.example/x", "https://elsewhere.example"])
def test_nobody_is_led_to_somebody_else_s_site(app, address):
    with app.test_request_context("/"):
        assert local(address) == "/"


def test_a_path_with_two_slashes_stays_ours(app):
    with app.test_request_context("/"):
        assert local("http://localhost//elsewhere.example") == "/elsewhere.example"


def test_who_lacks_a_right_reads_what_it_is_called_and_keeps_the_navigation(as_):
    page = as_("reader").get("/probe")
    assert page.status_code == 403
    assert "您的岗位没有“试探”权限" in page.get_data(as_text=True)
    assert 'class="sidenav"' in page.get_data(as_text=True)
    assert 'class="sidenav"' not in as_("nobody").get("/no/such/page").get_data(as_text=True)
