"""A new user signs in, finds a firm by two characters, asks where a fact came from, and goes back to an earlier day."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import one

MOVED = """
    SELECT s.id, n.name, new.address, old.address AS former_address, substr(n.name, 3, 2) AS word
    FROM archive.subject s
    JOIN archive.name n ON n.subject_id = s.id AND NOT n.former AND n.known_to IS NULL
    JOIN archive.registration new ON new.subject_id = s.id AND new.known_to IS NULL AND new.valid_to IS NULL AND new.state = 'S1'
    JOIN archive.registration old ON old.subject_id = s.id AND old.department_id = new.department_id
        AND old.known_from < new.known_from AND old.address <> new.address
    WHERE s.kind = 'enterprise' AND EXISTS (SELECT FROM archive.event e WHERE e.subject_id = s.id AND e.kind = 'penalty')
    ORDER BY s.id LIMIT 1"""


@pytest.fixture
def firm(town):
    """A firm that moved, which was reported in October with its penalties; `word` is two characters of its name."""
    return one(MOVED)


def test_from_the_sign_in_to_the_row_that_came(town, firm):
    page = town.window()
    page.goto("/")
    expect(page.get_by_role("heading", name="登录", exact=True)).to_be_visible()
    page.get_by_label("登录名").fill("supervisor")
    page.get_by_label("密码").fill("Yunting-2026-demo")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="工作台")).to_be_visible()

    page.keyboard.press("/")
    page.keyboard.type(firm.word)
    page.keyboard.press("Enter")
    page.locator(".results > a", has_text=firm.name).first.click()
    expect(page.locator("h1")).to_have_text(firm.name)

    fact = page.locator(".facts > div", has_text="法定代表人")
    fact.locator("summary").click()
    expect(fact.locator(".pop__card")).to_contain_text("来源")
    expect(fact.locator(".pop__card")).to_contain_text("收到")
    fact.get_by_role("link", name="原始记录").click()
    expect(page.get_by_role("heading", name="收到时的样子")).to_be_visible()
    expect(page.locator("dl.kv")).to_contain_text(firm.name)


def test_the_page_of_an_earlier_day_says_so_in_violet_and_only_what_was_known(town, firm):
    page = town.enter("supervisor", f"/archive/{firm.id}")
    expect(page.get_by_role("navigation", name="档案内容")).to_contain_text("处罚")
    quiet = page.locator(".asof").evaluate("bar => getComputedStyle(bar).backgroundColor")
    expect(page.locator(".tabs a", has_text="处罚").locator(".count")).not_to_have_text("0")

    page.locator("#known").fill("2026-06-01")
    page.get_by_role("button", name="查看", exact=True).click()
    bar = page.locator(".asof[data-past]")
    expect(bar).to_contain_text("按 2026-06-01 所知，只能查看")
    violet, colour = bar.evaluate(
        """bar => { const probe = bar.ownerDocument.createElement('i'); bar.append(probe); probe.className = 'badge';
        probe.dataset.tone = 'law'; const tone = getComputedStyle(probe).backgroundColor; probe.remove();
        return [tone, getComputedStyle(bar).backgroundColor]; }"""
    )
    assert colour == violet != quiet
    expect(page.locator(".facts")).to_contain_text(firm.former_address)
    expect(page.locator(".tabs a", has_text="处罚").locator(".count")).to_have_text("0")
    expect(page.get_by_role("button", name="关注这一户")).to_have_count(0)

    page.locator(".tabs a", has_text="登记").click()
    expect(page.locator(".asof[data-past]")).to_be_visible()
    page.get_by_role("link", name="回到今天").click()
    expect(page.locator(".facts")).to_contain_text(firm.address)


def test_a_day_that_cannot_be_read_is_said_and_today_is_shown(town, firm):
    page = town.enter("supervisor", f"/archive/{firm.id}")
    page.locator("#asof").fill("去年夏天")
    page.get_by_role("button", name="查看", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("现在显示的是今天的情况")
    expect(page.locator("h1")).to_have_text(firm.name)


def test_the_timeline_goes_backwards_from_the_latest_year(town):
    busy = one(
        "SELECT subject_id AS id FROM archive.event GROUP BY 1 ORDER BY count(DISTINCT department_id) DESC, count(*) DESC, 1"
    )
    page = town.enter("supervisor", f"/archive/{busy.id}?tab=timeline")
    days = [found.get_attribute("datetime") for found in page.locator(".timeline > li > time").element_handles()]
    assert len(days) > 5
    assert days == sorted(days, reverse=True)
    years = page.locator(".timeline .year").all_inner_texts()
    assert len(years) == len(set(years))
