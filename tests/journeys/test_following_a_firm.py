"""Whoever follows a firm finds its news on 工作台, and nobody else does."""

from playwright.sync_api import expect

from supervision.city import service as city_service
from supervision.city.schemas import CityFile
from supervision.kernel.clock import now
from tests.journeys.conftest import one

FIRM = """
    SELECT i.subject_id AS id, n.name, i.value AS code FROM archive.identifier i JOIN archive.name n USING (subject_id)
    WHERE i.kind = 'uscc' AND i.known_to IS NULL AND NOT n.former ORDER BY i.subject_id DESC LIMIT 1"""


def report_a_penalty(firm, folder) -> None:
    row = {
        "subject_name": firm.name,
        "code": firm.code,
        "doc_no": "云市监罚〔2026〕777号",
        "item": "未按规定公示",
        "category": "罚款",
        "result": "处以罚款3.25万元",
        "amount": "3.25",
        "occurred_on": "2026-11-17",
        "authority": "云汀市市场监督管理局",
    }
    outcome = city_service.load(CityFile("penalty", "market", "本周处罚.csv", now(), [row]), folder, now=now())
    assert outcome.accepted == 1


def test_news_of_a_followed_firm_comes_to_the_first_page(town, tmp_path):
    firm = one(FIRM)
    page = town.enter("supervisor", f"/archive/{firm.id}")
    page.get_by_role("button", name="关注这一户").click()
    expect(page.get_by_role("button", name="已关注，取消")).to_be_visible()
    page.goto("/")
    expect(page.locator("#main")).to_contain_text("还没有新情况")

    report_a_penalty(firm, tmp_path)
    town.work()
    page.reload()
    news = page.locator("section", has=page.get_by_role("heading", name="关注的企业"))
    expect(news).to_contain_text(firm.name)
    expect(news).to_contain_text("云市监罚〔2026〕777号")
    news.get_by_role("link", name=firm.name).first.click()
    expect(page.locator("h1")).to_have_text(firm.name)

    other = town.enter("operator", "/")
    expect(other.locator("#main")).not_to_contain_text(firm.name)
