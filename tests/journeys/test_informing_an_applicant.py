"""A registrar informs an applicant: looks at the scope, decides, prints the sheet, takes the signature; anybody can check it."""

import math
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from supervision.kernel.clock import now, today
from supervision.kernel.db import transaction
from supervision.registration.recording.schemas import NewEntry
from supervision.registration.recording.service import record
from tests.factories.counter import picture
from tests.factories.rows import uscc
from tests.journeys.conftest import OFFICE, TELEPHONE, one
from tests.journeys.test_every_page import faults

FIRM = "云汀试例速冻食品有限公司"
SCOPE = "许可项目：餐饮服务；食品生产；道路货物运输（不含危险货物）。一般项目：软件开发。"
REGISTRAR = "registrar-market"
SHEETS = "SELECT count(*) AS n FROM notices.informing WHERE name = :name AND state <> 'void'"
KEPT = """
    SELECT u.way, u.digest = substr(a.digest, 8) AS intact, a.media_type FROM notices.undertaking u
    JOIN notices.informing i ON i.id = u.informing_id JOIN kernel.attachment a ON a.id = u.attachment_id WHERE i.name = :name"""


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the files of a journey to itself."""
    monkeypatch.setenv("SUPERVISION_VAR", str(tmp_path))


def fill(page: Page, *, source_no: str = "YT-2026-0001") -> None:
    page.get_by_label("名称", exact=True).fill(FIRM)
    page.get_by_label("登记地区").select_option(index=1)
    page.locator("#scope").fill(SCOPE)
    page.get_by_label("登记业务编号").fill(source_no)


def write(page: Page) -> None:
    """Sign with the mouse."""
    pad = page.locator("canvas")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 20, middle)
    page.mouse.down()
    for step in range(40):
        page.mouse.move(box["x"] + 20 + step * (box["width"] - 40) / 40, middle + box["height"] / 3 * math.sin(step / 3))
    page.mouse.up()


def touch(page: Page) -> None:
    """Sign with a finger: the page must not scroll meanwhile."""
    page.locator("canvas").scroll_into_view_if_needed()
    box = page.locator("canvas").bounding_box()
    before = page.evaluate("scrollY")
    finger = page.context.new_cdp_session(page)
    points = [(box["x"] + 20 + step * 7, box["y"] + box["height"] * (0.3 + 0.4 * (step % 5) / 5)) for step in range(40)]
    for kind, point in [("touchStart", points[0]), *(("touchMove", point) for point in points[1:]), ("touchEnd", None)]:
        at = [{"x": point[0], "y": point[1]}] if point else []
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": at})
    assert page.evaluate("scrollY") == before


def issue(page: Page) -> None:
    fill(page)
    page.get_by_role("button", name="核对并出具").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(FIRM)
    page.get_by_role("button", name="出具告知单").click()
    expect(page.locator("h1 + .badge")).to_have_text("已告知")


@pytest.mark.parametrize("viewport", [OFFICE, TELEPHONE], ids=["office", "telephone"])
def test_a_registrar_informs_and_takes_the_signature(town, viewport):
    page = town.enter(REGISTRAR, "/counter", viewport)
    fill(page)
    page.locator("#scope").press("End")
    page.locator("#scope").press_sequentially("销售")
    expect(page.locator("#match mark").first).to_be_visible()
    expect(page.locator("#match")).to_contain_text("食品生产许可")
    issue(page)
    expect(page.get_by_text("正在排版")).to_be_visible()
    town.work()
    expect(page.get_by_role("link", name="打开并打印")).to_be_visible()

    page.get_by_role("link", name="签署承诺书").click()
    page.get_by_label("签署人姓名").fill("沈某某")
    page.get_by_role("button", name="登记承诺").click()
    expect(page.get_by_role("alert")).to_contain_text("没有签名")
    write(page)
    expect(page.get_by_text("已签名")).to_be_visible()
    page.get_by_role("button", name="重签").click()
    expect(page.get_by_text("已签名")).to_have_count(0)
    write(page)
    expect(page.get_by_text("已签名")).to_be_visible()
    page.get_by_role("button", name="登记承诺").click()
    expect(page.locator("h1 + .badge")).to_have_text("已承诺")
    town.work()
    page.reload()
    expect(page.get_by_text("已签署，2 页")).to_be_visible()
    assert tuple(one(KEPT, name=FIRM)) == ("screen", True, "image/png")

    check = urlsplit(page.get_by_role("link", name="公众看到的核验页").get_attribute("href"))
    visitor = town.window(viewport)
    visitor.goto(check.path)
    expect(visitor.get_by_text("真实")).to_be_visible()
    expect(visitor.locator("main")).not_to_contain_text(FIRM)
    visitor.goto("/check/" + "a" * 26)
    expect(visitor.get_by_role("heading", level=1)).to_have_text("没有这份告知单")


def test_a_telephone_is_signed_with_a_finger(town):
    context = town.browser.new_context(viewport=TELEPHONE, base_url=town.address, has_touch=True, locale="zh-CN")
    town.contexts.append(context)
    page = town.enter(REGISTRAR, "/counter", TELEPHONE)
    issue(page)
    address = urlsplit(page.url).path
    handheld = context.new_page()
    handheld.context.add_cookies(page.context.cookies())
    handheld.goto(f"{address}/undertaking")
    handheld.get_by_label("签署人姓名").fill("沈某某")
    touch(handheld)
    expect(handheld.get_by_text("已签名")).to_be_visible()
    handheld.get_by_role("button", name="登记承诺").click()
    expect(handheld.locator("h1 + .badge")).to_have_text("已承诺")
    assert one(KEPT, name=FIRM).way == "screen"


def test_without_script_the_signed_paper_is_uploaded(town, tmp_path):
    scan = tmp_path / "承诺书.png"
    scan.write_bytes(picture(600, 400))
    page = town.enter(REGISTRAR, "/counter", script=False)
    fill(page)
    page.get_by_role("button", name="只看比对").click()
    expect(page.locator("#match mark").first).to_be_visible()
    page.get_by_role("button", name="核对并出具").click()
    page.get_by_role("button", name="出具告知单").click()
    expect(page.get_by_role("link", name="再看一次")).to_be_visible()
    town.work()
    page.get_by_role("link", name="再看一次").click()
    expect(page.get_by_role("link", name="打开并打印")).to_be_visible()
    page.get_by_role("link", name="签署承诺书").click()
    expect(page.locator("canvas")).not_to_be_visible()
    page.get_by_label("委托代理人").check()
    page.get_by_label("签署人姓名").fill("沈某某")
    page.locator("#scan").set_input_files(scan)
    page.get_by_role("button", name="登记承诺").click()
    expect(page.get_by_text("上传签署件", exact=True)).to_be_visible()
    assert tuple(one(KEPT, name=FIRM)) == ("scan", True, "image/png")


def test_two_windows_and_a_double_click_make_one_sheet(town):
    page = town.enter(REGISTRAR, "/counter")
    fill(page)
    page.get_by_role("button", name="核对并出具").dblclick()
    expect(page.get_by_role("heading", level=1)).to_have_text(FIRM)
    assert one(SHEETS, name=FIRM).n == 1
    second = page.context.new_page()
    second.goto(page.url)
    page.get_by_role("button", name="出具告知单").click()
    expect(page.locator("h1 + .badge")).to_have_text("已告知")
    second.get_by_role("button", name="出具告知单").click()
    expect(second.locator("h1 + .badge")).to_have_text("已告知")
    assert one(SHEETS, name=FIRM).n == 1


def test_a_clerk_leaves_an_item_out_and_adds_another_with_a_reason(town):
    page = town.enter(REGISTRAR, "/counter")
    fill(page)
    page.get_by_role("button", name="核对并出具").click()
    page.get_by_label("不告知 道路货物运输经营许可").click()
    page.get_by_label("为什么不告知").last.fill("只用自有车辆运自产货物")
    page.get_by_role("button", name="不告知这一项").last.click()
    expect(page.get_by_text("理由：只用自有车辆运自产货物")).to_be_visible()
    page.locator("#add-item").select_option(index=3)
    page.locator("#add-reason").fill("申请人说明还要经营这一项")
    page.get_by_role("button", name="添加这一项").click()
    expect(page.get_by_text("人工添加")).to_be_visible()
    page.get_by_role("button", name="出具告知单").click()
    expect(page.get_by_role("heading", name="判断为不告知的")).to_be_visible()


def register(source_no: str, code: str, scope: str) -> None:
    """Let the registrar's system report a registration."""
    office = one("SELECT department_id AS n FROM accounts.user_account WHERE login = :login", login=REGISTRAR).n
    said = {"kind": "establishment", "occurred_on": today().isoformat(), "name": FIRM, "division": "990102"}
    with transaction() as session:
        entry = NewEntry(source_no=source_no, code=code, scope=scope, **said)
        record(session, [entry], department_id=office, actor="client:1", now=now())


def test_the_registration_that_arrives_finds_its_sheet(town):
    page = town.enter(REGISTRAR, "/counter")
    issue(page)
    expect(page.get_by_text("登记信息还没有到达")).to_be_visible()
    register("YT-2026-0001", uscc(71), SCOPE + "；烟草制品零售")
    register("YT-2026-0002", uscc(72), SCOPE)
    town.work()
    page.reload()
    expect(page.get_by_text("登记的经营范围与告知时不同")).to_be_visible()
    page.get_by_role("link", name="看登记业务").click()
    expect(page.get_by_role("region", name="告知单")).to_contain_text("范围与告知时不同")
    page.goto("/counter/without-sheet")
    expect(page.get_by_text("YT-2026-0002")).to_be_visible()
    expect(page.get_by_text("YT-2026-0001")).to_have_count(0)


@pytest.mark.parametrize("viewport", [OFFICE, TELEPHONE], ids=["office", "telephone"])
def test_every_page_of_the_counter_is_whole(town, viewport):
    page = town.enter(REGISTRAR, "/counter", viewport)
    fill(page)
    page.get_by_role("button", name="核对并出具").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(FIRM)
    draft = urlsplit(page.url).path
    found = faults(page, 200, draft)
    page.get_by_role("button", name="出具告知单").click()
    expect(page.locator("h1 + .badge")).to_have_text("已告知")
    found += faults(page, 200, f"{draft}/undertaking")
    town.work()
    found += faults(page, 200, draft)
    found += faults(page, 200, urlsplit(page.get_by_role("link", name="公众看到的核验页").get_attribute("href")).path)
    for status, address in [(200, "/check"), (404, "/check/wrong"), (200, "/counter/sheets"), (200, "/counter/without-sheet")]:
        found += faults(page, status, address)
    assert found == []
