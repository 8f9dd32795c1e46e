"""The security administrator grants a position and its holder can work; the three administrators hold nothing together."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import one

USER = "SELECT id, name FROM accounts.user_account WHERE login = :login"


def grant(page, login: str, role: str) -> None:
    page.goto(f"/accounts/users/{one(USER, login=login).id}")
    page.locator("#role_code").select_option(label=role)
    page.get_by_role("button", name="授予岗位").click()


def test_a_granted_position_opens_the_work(town):
    visitor = town.enter("executor", "/")
    navigation = visitor.get_by_role("navigation", name="主导航")
    expect(navigation.get_by_role("link", name="数据上传")).to_have_count(0)

    page = town.enter("secadmin", "/accounts/users?q=executor")
    page.get_by_role("link", name=one(USER, login="executor").name).click()
    page.locator("#role_code").select_option(label="录入人员")
    page.get_by_role("button", name="授予岗位").click()
    expect(page.get_by_role("table").first).to_contain_text("录入人员")

    visitor.reload()
    navigation.get_by_role("link", name="数据上传").click()
    expect(visitor.get_by_role("heading", name="数据上传")).to_be_visible()


def test_a_revoked_position_closes_it_at_once(town):
    clerk = town.enter("entry-tax", "/intake/upload")
    page = town.enter("secadmin", f"/accounts/users/{one(USER, login='entry-tax').id}")
    page.get_by_role("button", name="收回岗位").click()
    expect(page.get_by_role("table").first).to_contain_text("已收回")
    assert clerk.reload().status == 403


@pytest.mark.parametrize(("login", "role"), [("sysadmin", "审计管理员"), ("auditor", "安全管理员"), ("sysadmin", "录入人员")])
def test_no_administrator_is_given_a_second_role(town, login, role):
    page = town.enter("secadmin", "/")
    grant(page, login, role)
    expect(page.locator("#main")).to_contain_text("三权分立")


def test_nobody_grants_to_oneself(town):
    page = town.enter("secadmin", f"/accounts/users/{one(USER, login='secadmin').id}")
    expect(page.get_by_role("button", name="授予岗位")).to_have_count(0)
    expect(page.locator("#main")).to_contain_text("由另一位管理员办理")


@pytest.mark.parametrize(
    ("login", "open_", "shut"),
    [
        ("sysadmin", ["/accounts/departments", "/accounts/users/new", "/jobs"], ["/audit", "/accounts/clients", "/archive/1"]),
        ("secadmin", ["/accounts/roles", "/accounts/clients"], ["/audit", "/accounts/users/new", "/jobs", "/archive/1"]),
        ("auditor", ["/audit", "/purposes"], ["/accounts/clients", "/accounts/departments/new", "/jobs", "/archive/1"]),
    ],
)
def test_each_administrator_sees_a_third(town, login, open_, shut):
    page = town.enter(login, "/")
    assert [page.goto(address).status for address in open_] == [200] * len(open_)
    assert [page.goto(address).status for address in shut] == [403] * len(shut)
