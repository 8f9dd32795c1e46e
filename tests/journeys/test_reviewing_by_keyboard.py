"""A reviewer answers who a counterpart is, without touching the mouse."""

from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import one

STATE = """
    SELECT settled_by, (SELECT array_agg(DISTINCT r.matched::text) FROM archive.record r
        WHERE r.party_key = c.party_key AND r.known_to IS NULL) AS matched,
        (SELECT max(d.verdict) FROM archive.match_decision d WHERE d.party_key = c.party_key AND d.replaced_at IS NULL) AS verdict
    FROM archive.candidate c WHERE id = :id"""


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until the focus stands on what is meant; whoever cannot get there by keyboard never gets there."""
    element = target.element_handle()
    for _ in range(150):
        page.keyboard.press("Tab")
        if element.evaluate("node => node === document.activeElement"):
            return
    raise AssertionError(f"the keyboard never came to {target}")


def asked(page: Page) -> int:
    return int(page.url.split("?")[0].rsplit("/", 1)[1])


def test_the_same_and_not_the_same_by_keyboard(town):
    page = town.enter("review-market", "/review?reason=name_only")
    tab_to(page, page.locator("table tbody a").first)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="可能是哪一户")).to_be_visible()
    first = asked(page)
    tab_to(page, page.get_by_role("button", name="是同一主体").first)
    page.keyboard.press("Enter")
    expect(page.get_by_text("已归入所选档案")).to_be_visible()
    assert one(STATE, id=first) == ("市市场监管局审核员", ["person"], "same")

    second = asked(page)
    assert second != first
    tab_to(page, page.get_by_role("button", name="不是", exact=True).first)
    page.keyboard.press("Enter")
    expect(page.get_by_text("已记下“不是”")).to_be_visible()
    assert one(STATE, id=second).verdict == "different"
    assert one(STATE, id=second).matched == ["none"]


def test_a_settled_question_is_only_for_reading(town):
    page = town.enter("review-market", "/review?reason=name_only")
    page.locator("table tbody a").first.click()
    expect(page.get_by_role("heading", name="可能是哪一户")).to_be_visible()
    address = page.url
    page.get_by_role("button", name="是同一主体").first.click()
    expect(page.get_by_text("已归入所选档案")).to_be_visible()
    page.goto(address)
    expect(page.get_by_text("这里只供查看")).to_be_visible()
    expect(page.get_by_role("button", name="是同一主体")).to_have_count(0)
