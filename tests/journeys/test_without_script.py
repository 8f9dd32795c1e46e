"""A browser without script: find, read, upload, watch — the same pages, one request more."""

import csv

from playwright.sync_api import expect

from tests.journeys.conftest import TELEPHONE, one

FIRM = """
    SELECT i.subject_id AS id, n.name, i.value AS code FROM archive.identifier i JOIN archive.name n USING (subject_id)
    JOIN archive.registration r USING (subject_id)
    WHERE i.kind = 'uscc' AND i.known_to IS NULL AND NOT n.former AND r.known_to IS NULL AND r.state = 'S1'
    ORDER BY i.subject_id LIMIT 1"""


def test_search_archive_and_upload(town, tmp_path):
    firm = one(FIRM)
    page = town.enter("entry-market", "/", script=False)
    page.locator("#bar-q").fill(firm.code[-4:])
    page.locator("#bar-q").press("Enter")
    page.locator(".results > a", has_text=firm.name).click()
    expect(page.locator("h1")).to_have_text(firm.name)
    page.locator(".facts summary").first.click()
    expect(page.locator(".facts .pop__card").first).to_be_visible()
    page.locator(".tabs a", has_text="登记").click()
    expect(page.get_by_text("现行").first).to_be_visible()

    path = tmp_path / "荣誉.csv"
    with path.open("w", encoding="gb18030", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["企业名称", "统一社会信用代码", "荣誉名称", "认定日期", "认定机关"])
        writer.writerow([firm.name, firm.code, "守合同重信用企业", "2026年11月2日", "云汀市市场监督管理局"])
    page.get_by_role("navigation", name="主导航").get_by_role("link", name="数据上传").click()
    page.locator("#file").set_input_files(path)
    page.get_by_role("button", name="上传并对应字段").click()
    page.locator("#kind").select_option(label="荣誉与评价")
    page.get_by_role("button", name="按此类别重新对应").click()
    page.get_by_role("button", name="校验并入库").click()
    expect(page.locator("progress")).to_be_visible()
    town.work()
    page.reload()
    expect(page.get_by_text("一行不少")).to_be_visible()
    page.goto(f"/archive/{firm.id}?tab=timeline")
    expect(page.locator(".timeline")).to_contain_text("守合同重信用企业")


def test_the_telephone_reaches_everything_without_script(town):
    page = town.enter("operator", "/", TELEPHONE, script=False)
    page.get_by_role("navigation", name="常用").get_by_role("link", name="更多").click()
    page.locator(".menu").get_by_role("link", name="批次").click()
    expect(page.get_by_role("heading", name="批次", exact=True)).to_be_visible()
