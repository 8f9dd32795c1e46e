"""An appeal: filed by a department, decided by somebody elsewhere, and what is upheld is counted no longer."""

from datetime import date

import pytest

from credit.assessment.circulars import service
from credit.assessment.states import APPEAL, AppealAction, AppealState
from supervision.kernel.db import transaction
from tests.credit.assessment.conftest import Town
from tests.factories.decisions import at

REASON = "平台当日停机，报送退回"


@pytest.fixture
def circular_id(town: Town) -> int:
    values = {"first": date(2026, 3, 1), "last": date(2026, 3, 31), "said": "2026 年 3 月", "actor": "person:1"}
    with transaction() as session:
        return service.issue(session, **values, now=at(date(2026, 4, 15))).id


def file_one(client, circular_id, ids, reason=REASON):
    data = {"measure": "late", "decision_ids": ids, "reason": reason}
    return client.post(f"/credit/assessment/circulars/{circular_id}/appeal", data=data, follow_redirects=True)


def decide(client, outcome="uphold", answer="日志证实平台停机", number=1):
    return client.post(
        f"/credit/assessment/appeals/{number}/decide", data={"outcome": outcome, "answer": answer}, follow_redirects=True
    )


def late_of_tax(town: Town) -> str:
    page = town.at("supervisor", "bureau").get("/credit/assessment/records?month=2026-03&measure=late").text
    return page.partition("<h1>")[2].partition("</h1>")[0]


def test_what_is_upheld_is_counted_no_longer_and_the_circular_stays(town: Town, circular_id):
    head = town.at("department_admin")
    form = head.get(f"/credit/assessment/circulars/{circular_id}/appeal").text
    assert form.count('name="decision_ids"') == 2
    assert "申诉已提交" in file_one(head, circular_id, town.late[:1]).text
    assert late_of_tax(town) == "迟报 2 件"
    assert "申诉成立，所列决定不再计入考核" in decide(town.at("supervisor", "bureau")).text
    assert late_of_tax(town) == "迟报 1 件"
    assert "迟报 2 件" in head.get(f"/credit/assessment/circulars/{circular_id}").text


def test_a_refusal_changes_no_figure_and_says_why(town: Town, circular_id):
    file_one(town.at("department_admin"), circular_id, town.late)
    assert decide(town.at("supervisor", "bureau"), "refuse", "").status_code == 422
    page = decide(town.at("supervisor", "bureau"), "refuse", "日志未见停机")
    assert "日志未见停机" in page.text
    assert late_of_tax(town) == "迟报 2 件"
    assert decide(town.at("supervisor", "bureau")).status_code == 409


def test_the_own_department_does_not_decide(town: Town, circular_id):
    file_one(town.at("department_admin"), circular_id, town.late)
    page = decide(town.at("supervisor", "tax"))
    assert page.status_code == 422
    assert "申诉部门以外" in page.text
    assert decide(town.at("department_admin")).status_code == 403


def test_an_appeal_names_decisions_that_were_counted_against_its_department(town: Town, circular_id):
    head = town.at("department_admin")
    assert file_one(head, circular_id, []).status_code == 422
    assert "不在本部门这一指标的明细里" in file_one(head, circular_id, [99999]).text
    assert "不在本部门这一指标的明细里" in file_one(town.at("department_admin", "bureau"), circular_id, town.late).text
    assert file_one(head, circular_id, town.late, reason="").status_code == 422


def test_others_see_nothing_of_it(town: Town, circular_id):
    file_one(town.at("department_admin"), circular_id, town.late)
    assert town.at("department_admin", "east").get("/credit/assessment/appeals/1").status_code == 404
    assert REASON not in town.at("reporter", "east").get("/credit/assessment/appeals").text
    assert REASON in town.at("reporter").get("/credit/assessment/appeals/1").text


def test_an_appeal_is_taken_back_before_it_is_decided(town: Town, circular_id):
    head = town.at("department_admin")
    file_one(head, circular_id, town.late)
    assert town.at("department_admin", "bureau").post("/credit/assessment/appeals/1/withdraw").status_code == 404
    assert head.post("/credit/assessment/appeals/1/withdraw").status_code == 303
    assert head.post("/credit/assessment/appeals/1/withdraw").status_code == 409
    assert decide(town.at("supervisor", "bureau")).status_code == 409


@pytest.mark.parametrize("state", list(AppealState))
@pytest.mark.parametrize("action", list(AppealAction))
def test_only_what_is_filed_moves(state, action):
    assert APPEAL.allows(state, action) is (state is AppealState.FILED)
