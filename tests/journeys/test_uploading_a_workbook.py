"""A reporter drops a workbook, corrects what a column means, watches the load, and takes the faulty rows home."""

import base64
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from playwright.sync_api import Page, expect

from tests.journeys.conftest import one

HEADER = [
    "当事人",
    "统一社会信用代码",
    "行政处罚决定书文号",
    "案由",
    "处罚类别",
    "处罚内容",
    "罚款金额（万元）",
    "处罚决定日期",
]
FIRMS = """
    SELECT array_agg(ARRAY[f.name, f.value]) AS them FROM (
        SELECT n.name, i.value FROM archive.identifier i JOIN archive.name n USING (subject_id)
        WHERE i.kind = 'uscc' AND i.known_to IS NULL AND NOT n.former ORDER BY i.subject_id LIMIT 4) f"""
PENALTIES = "SELECT count(*) AS n FROM archive.record WHERE kind = 'penalty' AND known_to IS NULL"
IN_PAGE = """({name, content}) => {
    const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
    const carried = new DataTransfer();
    carried.items.add(new File([bytes], name));
    return carried;
}"""


@pytest.fixture
def workbook(town, tmp_path) -> Path:
    """Four penalties, the last with a day that is none; the column 案由 is called what no layout knows."""
    book = Workbook()
    sheet = book.active
    sheet.append(["云汀市市场监督管理局行政处罚台账"])
    sheet.append(HEADER)
    for number, (name, code) in enumerate(one(FIRMS).them, start=1):
        day = date(2026, 11, number) if number < 4 else "2026-13-45"
        sheet.append([name, code, f"云市监罚〔2026〕9{number}号", "+无证经营", "罚款", "处以罚款2.5万元", 2.5, day])
    path = tmp_path / "十一月处罚.xlsx"
    book.save(path)
    return path


def drop(page: Page, path: Path) -> None:
    """Let a file fall on the zone, as from the desktop."""
    content = base64.b64encode(path.read_bytes()).decode()
    carried = page.evaluate_handle(IN_PAGE, {"name": path.name, "content": content})
    page.dispatch_event("[data-drop]", "drop", {"dataTransfer": carried})


def map_and_run(page: Page) -> None:
    """Say what the unknown column means, and start."""
    page.get_by_role("button", name="上传并对应字段").click()
    expect(page.locator("h1")).to_contain_text("8 列中")
    page.get_by_label("“案由”对应的字段").select_option(label="违法行为类型")
    page.get_by_role("button", name="校验并入库").click()


def test_dropped_corrected_watched_and_put_right(town, workbook, tmp_path):
    page = town.enter("entry-market", "/intake/upload")
    before = one(PENALTIES).n
    drop(page, workbook)
    map_and_run(page)
    expect(page.locator("progress")).to_be_visible()
    page.evaluate("window.reloads = 0")
    town.work()
    expect(page.get_by_role("heading", name="收件回执")).to_be_visible()
    expect(page.get_by_text("一行不少")).to_be_visible()
    expect(page.locator(".kpi").first).to_contain_text("3")
    assert one(PENALTIES).n == before + 3

    with page.expect_download() as downloading:
        page.get_by_role("link", name="下载 1 行（Excel）").click()
    faulty = tmp_path / "faulty.xlsx"
    downloading.value.save_as(faulty)
    rows = list(load_workbook(faulty).active.iter_rows())
    written = [str(cell.value) for row in rows for cell in row if cell.value is not None]
    assert any("2026-13-45" in text for text in written)
    assert not any("〔2026〕91号" in text for text in written)
    assert all(cell.data_type != "f" for row in rows for cell in row)


def test_the_same_file_again_changes_nothing_and_says_so(town, workbook):
    page = town.enter("entry-market", "/intake/upload")
    drop(page, workbook)
    map_and_run(page)
    expect(page.locator("progress")).to_be_visible()
    town.work()
    expect(page.get_by_role("heading", name="收件回执")).to_be_visible()  # the page has turned to it by itself
    before, batches = one(PENALTIES).n, one("SELECT count(*) AS n FROM intake.batch WHERE state = 'finished'").n

    page.goto("/intake/upload")
    drop(page, workbook)
    map_and_run(page)
    expect(page.get_by_text("这个文件已经收过")).to_be_visible()
    town.work()
    assert one(PENALTIES).n == before
    assert one("SELECT count(*) AS n FROM intake.batch WHERE state = 'finished'").n == batches


def test_a_file_that_is_none_is_refused_with_its_remedy(town, tmp_path):
    page = town.enter("entry-market", "/intake/upload")
    picture = tmp_path / "照片.xlsx"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    drop(page, picture)
    page.get_by_role("button", name="上传并对应字段").click()
    expect(page.get_by_role("alert")).to_contain_text("文件没有收下")
    expect(page.locator(".errors")).to_be_focused()
