"""Two archives of one firm become one, and two again, each exactly as it was."""

from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from tests.journeys.conftest import one

PAIR = """
    SELECT (array_agg(s.id ORDER BY s.id))[1:2] AS ids FROM archive.subject s
    WHERE s.kind = 'enterprise' AND EXISTS (SELECT FROM archive.record r WHERE r.subject_id = s.id AND r.kind = 'penalty')"""
MERGED = "SELECT merged_into FROM archive.subject WHERE id = :id"


def told(page: Page, subject_id: int) -> list[str]:
    """Return what an archive says of itself: its head and its timeline."""
    page.goto(f"/archive/{subject_id}?tab=timeline")
    return [page.locator("h1").inner_text(), page.locator(".facts").inner_text(), page.locator(".timeline").inner_text()]


def test_merge_and_split(town):
    kept, gone = one(PAIR).ids
    page = town.enter("operator", "/")
    before = told(page, kept), told(page, gone)

    page.goto(f"/archive/{kept}?tab=sources")
    page.get_by_role("link", name="并入另一份档案").click()
    page.get_by_label("要并入这份档案的代码或编号").fill(str(gone))
    page.get_by_role("button", name="对照两份档案").click()
    expect(page.get_by_role("heading", name="并列对照")).to_be_visible()
    page.get_by_label("理由和依据").fill("登记机关确认为同一户，重复建档")
    page.get_by_role("button", name="并入").click()
    expect(page.get_by_text("两份档案已合并")).to_be_visible()
    assert one(MERGED, id=gone).merged_into == kept

    page.goto(f"/archive/{gone}")
    assert urlsplit(page.url).path == f"/archive/{kept}"
    expect(page.get_by_text(f"编号 {gone} 的档案已并入这一份")).to_be_visible()
    assert told(page, kept)[2] != before[0][2]

    page.goto(f"/archive/{kept}?tab=sources")
    page.get_by_role("link", name="拆分", exact=True).click()
    expect(page.get_by_text("合并之后没有收到新记录")).to_be_visible()
    page.get_by_label("理由和依据").fill("核对营业执照，是两户")
    page.get_by_role("button", name="拆成两份档案").click()
    expect(page.get_by_text("两份档案已拆开")).to_be_visible()
    assert (told(page, kept), told(page, gone)) == before
