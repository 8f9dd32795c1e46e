"""Personal fields open for a purpose and a case number only, and the audit administrator sees each time."""

from playwright.sync_api import expect

from tests.journeys.conftest import one

SHOP = """
    SELECT s.id, r.legal_rep, r.name FROM archive.subject s JOIN archive.registration r ON r.subject_id = s.id
    WHERE s.kind = 'individual' AND r.known_to IS NULL AND r.valid_to IS NULL AND length(r.legal_rep) > 1
    ORDER BY s.id LIMIT 1"""
CASE = "云市监立〔2026〕41号"


def test_a_purpose_opens_one_archive_and_is_reviewed(town):
    shop = one(SHOP)
    page = town.enter("inspector-market", f"/archive/{shop.id}")
    expect(page.get_by_text("个人信息已遮盖")).to_be_visible()
    expect(page.locator(".facts")).not_to_contain_text(shop.legal_rep)
    page.get_by_role("link", name="查看个人信息").click()

    page.get_by_label("用途").select_option(label="查办案件")
    page.get_by_role("button", name="登记用途并查看").click()
    expect(page.get_by_role("alert")).to_contain_text("填写案号或任务编号")
    page.get_by_label("案号或任务编号").fill(CASE)
    page.get_by_role("button", name="登记用途并查看").click()
    expect(page.get_by_text(f"案号 {CASE}")).to_be_visible()
    expect(page.locator(".facts")).to_contain_text(shop.legal_rep)
    page.get_by_role("link", name="查询留痕").click()
    expect(page.locator("table")).to_contain_text(CASE)

    auditor = town.enter("auditor", "/purposes")
    line = auditor.get_by_role("row", name="云汀市市场监督管理局")
    expect(line).to_contain_text("1 次")
    line.get_by_role("link").click()
    expect(auditor.get_by_role("table").last).to_contain_text(CASE)
    auditor.get_by_label("未见异常").check()
    auditor.get_by_role("textbox", name="说明").fill("案号与用途相符")
    auditor.get_by_role("button", name="登记审查结论").click()
    expect(auditor.get_by_text("审查结论已登记")).to_be_visible()
    auditor.goto("/purposes")
    expect(auditor.get_by_role("row", name="云汀市市场监督管理局")).to_contain_text("未见异常")


def test_who_lacks_the_right_is_not_shown_the_door_and_finds_it_shut(town):
    shop = one(SHOP)
    page = town.enter("entry-market-990103", f"/archive/{shop.id}")
    expect(page.get_by_role("link", name="查看个人信息")).to_have_count(0)
    expect(page.locator(".facts")).not_to_contain_text(shop.legal_rep)
    answer = page.goto(f"/archive/{shop.id}/personal")
    assert answer.status == 403
    expect(page.locator("#main")).to_contain_text("没有")
    assert shop.legal_rep not in page.content()
