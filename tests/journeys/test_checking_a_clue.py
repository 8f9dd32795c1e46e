"""A department checks a clue: gives it to somebody, extends the period once, and says what came of it."""

import pytest
from playwright.sync_api import expect

from supervision.duties.clues.service import hand_over
from supervision.kernel.clock import now
from supervision.kernel.db import transaction
from tests.journeys.conftest import OFFICE, TELEPHONE, one
from tests.journeys.test_every_page import faults

CONTENT = "双告知反馈发现无证经营：现场正在生产速冻食品，不能出示食品生产许可证"
HEAD = "SELECT login, department_id FROM accounts.user_account u WHERE EXISTS (SELECT FROM accounts.position p WHERE p.user_id = u.id AND p.role_code = 'department_admin') ORDER BY id LIMIT 1"
FIRM = "SELECT subject_id AS n FROM archive.event GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1"


@pytest.mark.parametrize("viewport", [OFFICE, TELEPHONE], ids=["office", "telephone"])
def test_a_clue_is_assigned_extended_and_settled(town, viewport):
    head = one(HEAD)
    with transaction() as session:
        clue_id = hand_over(
            session,
            source_kind="register",
            source_id="journey",
            subject_id=one(FIRM).n,
            content=CONTENT,
            department_id=head.department_id,
            actor="system:city",
            now=now(),
        )
    page = town.enter(head.login, "/clues", viewport)
    assert faults(page, 200, "/clues") + faults(page, 200, f"/clues/{clue_id}") == []
    page.set_viewport_size(viewport)
    page.get_by_role("button", name="分派").click()
    expect(page.locator("h1 + .badge")).to_have_text("核查中")
    page.get_by_label("批准情况和理由").fill("负责人批准，情况复杂")
    page.get_by_role("button", name="延长 15 个工作日").click()
    expect(page.get_by_role("heading", name="延长期限")).to_have_count(0)
    page.get_by_label("立案调查").check()
    page.get_by_role("button", name="登记结果并办结").click()
    expect(page.locator("main")).to_contain_text("写明核查了什么")
    page.get_by_label("核查情况").fill("现场核查属实，已立案")
    page.get_by_role("button", name="登记结果并办结").click()
    expect(page.locator("h1 + .badge")).to_have_text("已办结")
    expect(page.get_by_role("region", name="经过").locator("li")).to_have_count(4)
    assert faults(page, 200, f"/clues/{clue_id}") + faults(page, 200, "/clues?state=settled") == []
