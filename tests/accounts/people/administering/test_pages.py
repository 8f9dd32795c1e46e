import pytest

from tests.factories.accounts import PASSWORD


@pytest.fixture
def three(member, browser):
    """The security administrator's browser, the system administrator's, and somebody they act upon."""
    member("sec", "security_admin")
    member("sys", "system_admin")
    shen = member("shen")
    grants, keeps = browser(), browser()
    grants.sign_in("sec")
    keeps.sign_in("sys")
    return grants, keeps, shen


def test_one_opens_the_account_and_another_grants(three, committed_city):
    grants, keeps, _ = three
    form = {"login": "lin", "name": "林某", "department_id": committed_city.tax.id, "password": PASSWORD}
    assert grants.post("/accounts/users", form).status_code == 403
    opened = keeps.post("/accounts/users", form)
    assert opened.status_code == 303
    position = {"role_code": "reporter", "department_id": committed_city.tax.id}
    assert keeps.post(f"{opened.location}/positions", position).status_code == 403
    assert grants.post(f"{opened.location}/positions", position).status_code == 303
    assert "录入人员" in grants.client.get(opened.location).text


def test_a_refused_form_keeps_what_was_typed(three, committed_city):
    _, keeps, _ = three
    form = {"login": "shen", "name": "另一个沈某", "department_id": committed_city.tax.id, "password": PASSWORD}
    answer = keeps.post("/accounts/users", form)
    assert answer.status_code == 422
    assert "登录名“shen”已有人使用" in answer.text
    assert "另一个沈某" in answer.text
    assert PASSWORD not in answer.text


def test_a_second_administrator_role_is_refused_on_the_page(three, committed_city):
    grants, _, shen = three
    home = f"/accounts/users/{shen.id}"
    position = {"department_id": committed_city.bureau.id}
    assert grants.post(f"{home}/positions", {**position, "role_code": "audit_admin"}).status_code == 303
    answer = grants.post(f"{home}/positions", {**position, "role_code": "system_admin"})
    assert answer.status_code == 422
    assert "三权分立" in answer.text


def test_a_reset_password_ends_the_sessions(three, browser):
    grants, _, shen = three
    theirs = browser()
    theirs.sign_in("shen")
    assert theirs.client.get("/account").status_code == 200
    assert grants.post(f"/accounts/users/{shen.id}/password", {"password": "First-again-1"}).status_code == 303
    assert theirs.client.get("/account").status_code == 302


def test_a_closed_account_is_out_and_comes_back(three, browser):
    _, keeps, shen = three
    theirs = browser()
    theirs.sign_in("shen")
    assert keeps.post(f"/accounts/users/{shen.id}/disable").status_code == 303
    assert theirs.client.get("/account").status_code == 302
    assert keeps.post(f"/accounts/users/{shen.id}/disable").status_code == 409
    assert keeps.post(f"/accounts/users/{shen.id}/enable").status_code == 303
    assert browser().sign_in("shen").status_code == 303
