"""What stands between a person and the platform: codes of a telephone, a lock, a session that ends."""

import re

import pyotp
from playwright.sync_api import Page, expect

from supervision.city.service import PASSWORD
from tests.journeys.conftest import change, one, sign_in

USER = "SELECT id FROM accounts.user_account WHERE login = :login"


def leave(page: Page) -> None:
    page.get_by_label("我的账号").click()
    page.get_by_role("button", name="退出登录").click()
    expect(page.get_by_role("heading", name="登录", exact=True)).to_be_visible()


def give(page: Page, code: str) -> None:
    page.locator("[name=code]").fill(code)
    page.get_by_role("button", name="登录").click()


def enrol(page: Page) -> list[str]:
    """Bind a telephone; return the recovery codes."""
    page.get_by_role("button", name="开始绑定手机").click()
    expect(page.get_by_alt_text("绑定验证器的二维码")).to_be_visible()
    assert page.get_by_alt_text("绑定验证器的二维码").evaluate("picture => picture.decode().then(() => picture.naturalWidth)")
    secret = "".join(page.locator("#main .code span").all_text_contents())
    page.locator("[name=code]").fill("000000" if pyotp.TOTP(secret).now() != "000000" else "111111")
    page.get_by_role("button", name="绑定这台手机").click()
    expect(page.get_by_role("alert")).to_contain_text("动态码不符")
    page.locator("[name=code]").fill(pyotp.TOTP(secret).now())
    page.get_by_role("button", name="绑定这台手机").click()
    expect(page.get_by_role("heading", name="已绑定，抄下恢复码")).to_be_visible()
    return [text.strip() for text in page.locator("#main .hash").all_text_contents()]


def test_a_telephone_is_bound_and_paper_helps_when_it_is_lost(town):
    page = town.enter("entry-market", "/account/second-factor")
    codes = enrol(page)
    assert len(set(codes)) == 8

    page.goto("/")
    leave(page)
    sign_in(page, "entry-market")
    expect(page.get_by_role("heading", name="输入动态码")).to_be_visible()
    give(page, codes[0])
    expect(page.get_by_role("heading", name="工作台")).to_be_visible()

    leave(page)
    sign_in(page, "entry-market")
    give(page, codes[0])
    expect(page.get_by_role("alert")).to_contain_text("已经用过")
    give(page, codes[1])
    expect(page.get_by_role("heading", name="工作台")).to_be_visible()


def test_the_system_administrator_resets_a_lost_telephone(town):
    page = town.enter("entry-market", "/account/second-factor")
    enrol(page)
    keeper = town.enter("sysadmin", f"/accounts/users/{one(USER, login='entry-market').id}")
    keeper.get_by_role("button", name="重置第二因素").click()
    expect(keeper.locator(".facts")).to_contain_text("未绑定")
    fresh = town.enter("entry-market", "/account/second-factor")
    expect(fresh.get_by_role("button", name="开始绑定手机")).to_be_visible()


def test_five_failures_lock_and_the_page_says_for_how_long(town):
    page = town.window()
    page.goto("/sign-in")
    for attempt in range(5):
        sign_in(page, "entry-health", f"wrong-{attempt}")
        expect(page.get_by_role("alert")).to_contain_text("锁定 30 分钟")
    sign_in(page, "entry-health", PASSWORD)
    expect(page.get_by_role("alert")).to_contain_text("账号暂时锁定")

    keeper = town.enter("secadmin", f"/accounts/users/{one(USER, login='entry-health').id}")
    expect(keeper.locator(".pagehead")).to_contain_text("锁定中")
    keeper.get_by_role("button", name="解锁账号").click()
    expect(keeper.locator(".pagehead")).to_contain_text("使用中")
    sign_in(page, "entry-health", PASSWORD)
    expect(page.get_by_role("heading", name="工作台")).to_be_visible()


def test_an_expired_session_comes_back_to_the_same_page(town):
    page = town.enter("entry-market", "/search?q=有限&state=S1")
    change("UPDATE accounts.login_session SET last_seen_at = last_seen_at - interval '31 minutes'")
    page.reload()
    expect(page.get_by_text("登录后回到刚才那一页")).to_be_visible()
    sign_in(page, "entry-market")
    expect(page.get_by_role("heading", name="综合查询")).to_be_visible()
    expect(page.locator("#q")).to_have_value("有限")
    expect(page).to_have_url(re.compile("state=S1"))
