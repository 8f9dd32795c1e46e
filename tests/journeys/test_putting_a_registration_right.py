"""A registrar finds what could not be archived, puts it right from the licence, and sees the archive."""

import pytest
from playwright.sync_api import expect

from supervision.kernel.clock import now, today
from supervision.kernel.db import transaction
from supervision.registration.recording.schemas import NewEntry
from supervision.registration.recording.service import record
from tests.factories.rows import uscc
from tests.journeys.conftest import OFFICE, TELEPHONE, one
from tests.journeys.test_every_page import faults

OFFICE_OF = "SELECT id FROM accounts.department WHERE code = 'market-990102'"
NAME = "云汀试例餐饮管理有限公司"
RIGHT = uscc(1, "91990102")
WRONG = RIGHT[:-1] + ("0" if RIGHT[-1] != "0" else "1")


def send(*entries: NewEntry) -> None:
    with transaction() as session:
        record(session, entries, department_id=one(OFFICE_OF).id, actor="client:1", now=now())


def said(**values: str | None) -> NewEntry:
    given = {
        "source_no": "岚登字〔2026〕第 1 号",
        "kind": "设立登记",
        "occurred_on": today().isoformat(),
        "code": WRONG,
        "name": NAME,
    }
    return NewEntry(**{**given, "scope": "餐饮服务；食品销售", "division": "990102", **values})


def test_put_a_wrong_code_right(town):
    send(said())
    page = town.enter("registrar-market-990102", "/")
    page.get_by_role("link", name="登记业务").first.click()
    expect(page.get_by_role("row", name=NAME)).to_contain_text("统一社会信用代码的校验码不正确")

    page.get_by_role("link", name=NAME).click()
    expect(page.get_by_text("还没有入档")).to_be_visible()
    page.get_by_role("link", name="更正", exact=True).click()
    page.get_by_label("统一社会信用代码").fill(RIGHT)
    page.get_by_role("button", name="提交更正").click()
    expect(page.get_by_text("已收到，作为第 2 版更正")).to_be_visible()

    town.work()
    page.reload()
    expect(page.get_by_text("登记机关一方现在的记载")).to_be_visible()
    page.get_by_role("link", name="看档案").click()
    expect(page.get_by_role("heading", name=NAME)).to_be_visible()
    page.goto("/registrations?pile=held")
    expect(page.get_by_text("没有待处理的业务")).to_be_visible()


@pytest.mark.parametrize("viewport", [OFFICE, TELEPHONE], ids=["office", "telephone"])
def test_every_state_of_an_entry_is_whole(town, viewport):
    send(said(source_no="甲 1"), said(source_no="甲 2", code=RIGHT))
    send(said(source_no="甲 2", code=RIGHT), said(source_no="甲 3", code=RIGHT, kind="变更", scope=None, division="999999"))
    town.work()
    send(said(source_no="甲 4", code=RIGHT, name="云汀改名餐饮管理有限公司"), said(source_no="甲 2", code=RIGHT, scope="百货"))
    town.work()
    send(said(source_no="甲 5", code=RIGHT, kind="住所变更"))
    page = town.enter("registrar-market-990102", "/registrations", viewport)
    numbers = one("SELECT array_agg(id ORDER BY id) AS found FROM registration.entry WHERE received_by = 'client:1'").found
    wanted = [f"/registrations/{number}" for number in numbers]
    wanted += [
        f"/registrations/{numbers[-1]}/correct",
        "/registrations",
        "/registrations?pile=held",
        "/registrations?pile=repeated",
    ]
    assert [fault for address in wanted for fault in faults(page, 200, address)] == []
