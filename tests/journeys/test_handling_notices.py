"""A department's notices: the clerk answers in four clicks, on any screen; the head sees what is late and hands it on."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from supervision.accounts.models import Department
from supervision.kernel.clock import now, today
from supervision.kernel.db import transaction
from supervision.notices.states import NoticeState
from tests.factories.inbox import Desk
from tests.journeys.conftest import OFFICE, TELEPHONE, change, one
from tests.journeys.test_every_page import faults

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
FIRM, LATE = "云汀远岫物流有限公司", "云汀雁回危险货物运输有限公司"


def put(office: str, name: str, *, days: int = 2, state: NoticeState = NoticeState.PUSHED) -> int:
    """Push a notice to an office, due in so many days."""
    with transaction() as session:
        department = session.scalars(select(Department).where(Department.code == office)).one()
        desk = Desk(session, None, now())  # type: ignore[arg-type]  # this city has its own offices
        return desk.notice(department, state, name=name, receive_by=today() + timedelta(days=days)).id


def stored(notice_id: int):
    return one("SELECT * FROM notices.notice WHERE id = :id", id=notice_id)


@pytest.fixture(autouse=True)
def empty_inboxes(town):
    """Leave only what the journey puts there, so that its numbers are its own."""
    change("UPDATE notices.notice SET state = 'withdrawn', withdrawn_at = now() WHERE state IN ('pushed', 'received')")


class Clicks:
    """Counts what a hand would press."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, locator) -> None:
        self.count += 1
        locator.click()


@pytest.mark.parametrize("viewport", [OFFICE, TELEPHONE], ids=["office", "telephone"])
def test_the_clerk_receives_and_answers_in_four_clicks(town, viewport):
    notice_id = put("transport", FIRM)
    page, click = town.enter("entry-transport", "/notices", viewport), Clicks()
    expect(page.get_by_role("link", name="待接收 1")).to_be_visible()
    click(page.get_by_role("link", name=FIRM))
    click(page.get_by_role("button", name="接收这 1 件"))
    expect(page.get_by_text("已接收 告字")).to_be_visible()
    click(page.get_by_label("已取得许可"))
    page.get_by_label("附件").set_input_files({"name": "许可证.pdf", "mimeType": "application/pdf", "buffer": PDF})
    click(page.get_by_role("button", name="提交反馈"))
    expect(page.get_by_text("已反馈“已取得许可”")).to_be_visible()
    assert click.count == 4
    assert (stored(notice_id).state, stored(notice_id).feedback) == ("answered", "licensed")
    page.goto(f"/notices/{notice_id}")
    page.get_by_text("许可证.pdf").click()
    expect(page.get_by_title("附件：许可证.pdf")).to_be_visible()
    expect(page.locator(".timeline").get_by_text("反馈：已取得许可")).to_be_visible()
    page.goto(f"/archive/{stored(notice_id).subject_id}?tab=timeline")
    expect(page.get_by_text("双告知反馈：道路货物运输经营许可，已取得许可").first).to_be_visible()


def test_a_double_click_answers_once(town):
    notice_id = put("transport", FIRM, state=NoticeState.RECEIVED)
    page = town.enter("entry-transport", f"/notices/{notice_id}", script=False)
    page.get_by_label("未实际开展").check()
    page.get_by_role("button", name="提交反馈").dblclick()
    expect(page.get_by_text("已反馈“未实际开展”")).to_be_visible()
    assert one("SELECT count(*) AS n FROM notices.step WHERE notice_id = :id AND action = 'answer'", id=notice_id).n == 1


def test_of_two_clerks_the_slower_reads_a_plain_word(town):
    notice_id = put("transport", FIRM, state=NoticeState.RECEIVED)
    slow = town.enter("review-transport", f"/notices/{notice_id}")
    fast = town.enter("entry-transport", f"/notices/{notice_id}")
    fast.get_by_label("无需许可").check()
    fast.get_by_role("button", name="提交反馈").click()
    expect(fast.get_by_text("已反馈“无需许可”")).to_be_visible()
    slow.get_by_label("已备案").check()
    slow.get_by_role("button", name="提交反馈").click()
    expect(slow.get_by_text("本次操作没有生效")).to_be_visible()
    assert stored(notice_id).feedback == "not_required"


def test_many_are_received_with_one_confirmation(town):
    ids = [put("transport", f"云汀第{number}物流有限公司") for number in range(3)]
    page = town.enter("entry-transport", "/notices")
    page.get_by_role("link", name="全选本页 3 件").click()
    page.get_by_role("button", name="接收 3 件").click()
    expect(page.get_by_role("heading", name="接收 3 件")).to_be_visible()
    page.get_by_role("button", name="接收 3 件").click()
    expect(page.get_by_role("heading", name="已接收 3 件")).to_be_visible()
    assert {stored(notice_id).state for notice_id in ids} == {"received"}


def test_unlicensed_operation_goes_to_the_clues(town):
    notice_id = put("transport", FIRM, state=NoticeState.RECEIVED)
    page = town.enter("entry-transport", f"/notices/{notice_id}", TELEPHONE)
    page.get_by_label("发现无证经营").check()
    page.get_by_role("button", name="提交反馈").click()
    expect(page.get_by_role("alert")).to_contain_text("需要写明情况")
    expect(page.get_by_label("发现无证经营")).to_be_checked()
    page.get_by_label("说明（无证经营、无法联系时必填）").fill("门店已开业，未见许可证")
    page.get_by_role("button", name="提交反馈").click()
    expect(page.get_by_text("线索已转入线索登记")).to_be_visible()
    clue = one("SELECT content FROM duties.clue WHERE source_kind = 'notice' AND source_id = :id", id=str(notice_id))
    assert "门店已开业" in clue.content


def test_the_head_sees_what_is_late_and_hands_it_on(town):
    late, other = put("market", LATE, days=-9), put("market", FIRM, days=9)
    page = town.enter("admin-market", "/")
    page.get_by_role("link", name="逾期未接收").click()
    expect(page.get_by_role("link", name=LATE)).to_be_visible()
    expect(page.get_by_role("link", name=FIRM)).to_have_count(0)
    page.goto(f"/notices/{late}")
    page.get_by_text("改派", exact=True).click()
    page.get_by_label("改派给").select_option(label="云汀市交通运输局")
    page.get_by_label("理由").fill("属交通运输部门职责")
    page.get_by_role("button", name="改派这 1 件").click()
    expect(page.get_by_text("接收期限重新起算")).to_be_visible()
    assert stored(late).due_on > today()
    assert stored(other).state == "pushed"
    theirs = town.enter("entry-transport", "/notices")
    theirs.get_by_role("link", name=LATE).click()
    theirs.get_by_role("link", name="看全部").click()
    expect(theirs.get_by_text("属交通运输部门职责")).to_be_visible()


def test_what_falls_due_stands_in_the_calendar(town):
    put("transport", FIRM, days=0)
    page = town.enter("entry-transport", "/notices/calendar")
    page.get_by_role("link", name="接收 1", exact=True).click()
    expect(page.get_by_role("link", name=FIRM)).to_be_visible()


def test_the_city_operator_sees_who_is_late_and_urges(town):
    put("market", LATE, days=-30)
    page = town.enter("operator", "/notices/overdue")
    page.get_by_role("row", name="云汀市市场监督管理局").get_by_role("link", name="1 件").click()
    page.get_by_role("link", name=LATE).click()
    page.get_by_role("link", name="看全部").click()
    page.get_by_text("催办", exact=True).click()
    page.get_by_label("催办意见").fill("请于本周内接收")
    page.get_by_role("button", name="催办市市场监管局").click()
    expect(page.get_by_text("已催办")).to_be_visible()
    expect(page.locator(".timeline").get_by_text("请于本周内接收")).to_be_visible()


@pytest.mark.parametrize("viewport", [OFFICE, TELEPHONE], ids=["office", "telephone"])
def test_every_page_of_the_inbox_is_whole(town, viewport):
    late, _other = put("market", LATE, days=-9), put("market", FIRM, state=NoticeState.RECEIVED)
    answered = put("market", "云汀已办物流有限公司", state=NoticeState.ANSWERED)
    pooled = put("market", "云汀退回物流有限公司")
    page = town.enter("admin-market", f"/notices/{pooled}", viewport)
    page.get_by_text("回退并说明").click()
    page.get_by_role("button", name="回退这 1 件").click()
    expect(page.get_by_text("转入认领池")).to_be_visible()
    mine = [
        "/notices",
        "/notices?tab=received",
        "/notices?tab=done",
        "/notices?tab=all",
        "/notices?tick=all",
        "/notices?q=没有这家",
    ]
    mine += [
        f"/notices/{late}",
        f"/notices/{answered}",
        f"/notices/{pooled}",
        "/notices/calendar",
        "/notices/calendar?month=2026-02",
    ]
    mine += ["/notices?due=overdue&item=SP01&division=990102&kind=establishment", "/notices/wordings", "/"]
    found = [fault for address in mine for fault in faults(page, 200, address)]
    found += faults(page, 404, "/notices/99999999")
    watching = town.enter("operator", "/notices/overdue", viewport)
    found += [fault for address in ("/notices/overdue", f"/notices/{late}") for fault in faults(watching, 200, address)]
    assert found == []


def test_ticks_stay_while_one_reads_beside_the_list(town):
    put("transport", FIRM), put("transport", LATE, days=-1)
    page = town.enter("entry-transport", "/notices")
    page.get_by_label(f"选中 {FIRM}").check()
    expect(page.get_by_text("已选 1 件")).to_be_visible()
    expect(page.get_by_role("button", name="接收 1 件", exact=True)).to_be_visible()
    page.get_by_role("link", name=FIRM).click()
    expect(page.get_by_role("heading", name=FIRM)).to_be_visible()
    expect(page.get_by_label(f"选中 {FIRM}")).to_be_checked()
    expect(page.locator("tr[aria-selected]")).to_contain_text(FIRM)
    page.go_back()
    expect(page.get_by_role("heading", name=LATE)).to_be_visible()
