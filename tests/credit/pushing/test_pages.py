"""A department authorises a system and ends that; others neither see nor touch it."""

import re
from datetime import timedelta

from supervision.kernel.clock import today
from tests.credit.pushing.conftest import Town, licence, work
from tests.factories.rows import ask


def form(town: Town, **other: object) -> dict[str, object]:
    (client,) = ask("SELECT max(id) FROM accounts.api_client")[0]
    usual = {
        "department_id": town.city.tax.id,
        "client_id": client,
        "valid_from": today().isoformat(),
        "valid_to": (today() + timedelta(days=90)).isoformat(),
        "basis": "共享审批协议〔2026〕1号",
    }
    return {**usual, **other}


def test_a_department_lets_a_system_push_and_stops_it(town: Town):
    system, keeper = town.system(), town.at("department_admin", "tax")
    assert "还没有授权" in keeper.get("/credit/pushing").text
    done = keeper.post("/credit/pushing", data=form(town), follow_redirects=True)
    assert "已授权" in done.text
    assert keeper.post("/credit/pushing", data=form(town)).status_code == 409
    assert system.push([licence(1)], department="tax").status_code == 202
    work()
    page = keeper.get("/credit/pushing").text
    assert "代推" in page
    number = re.search(r"/credit/pushing/(\d+)/end", page)[1]
    assert "写明终止" in keeper.post(f"/credit/pushing/{number}/end", data={"why": " "}).text
    assert town.at("department_admin", "west").post(f"/credit/pushing/{number}/end", data={"why": "x"}).status_code == 404
    assert "已终止" in keeper.post(f"/credit/pushing/{number}/end", data={"why": "停用"}, follow_redirects=True).text
    assert system.push([licence(2)], key="k-2", department="tax").status_code == 403
    acts = [row[0] for row in ask("SELECT action FROM kernel.audit_entry WHERE action LIKE 'credit.push%' ORDER BY seq")]
    assert acts == ["credit.push.authorise", "credit.push.receive", "credit.push.end"]


def test_nobody_authorises_for_another_department_or_without_an_end(town: Town):
    town.system()
    other = town.at("department_admin", "west")
    assert other.post("/credit/pushing", data=form(town)).status_code == 422
    keeper = town.at("department_admin", "tax")
    assert "至多 3 年" in keeper.post("/credit/pushing", data=form(town, valid_to="2099-12-31")).text
    assert "早于起日" in keeper.post("/credit/pushing", data=form(town, valid_to="2020-01-01")).text
    assert "写明授权依据" in keeper.post("/credit/pushing", data=form(town, basis="")).text
    assert town.at("reporter", "tax").get("/credit/pushing").status_code == 403
    assert ask("SELECT count(*) FROM credit.push_authorisation") == [(0,)]
