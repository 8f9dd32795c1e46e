"""A push is kept once, answered row by row, and refused where nobody allowed it."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from credit.pushing import service
from supervision.accounts.clients.models import ApiClient
from supervision.kernel.access import Principal, Scope
from supervision.kernel.clock import now, today
from supervision.kernel.db import transaction
from tests.credit.pushing.conftest import TABLE, Town, licence, work
from tests.factories.rows import ask


def decisions() -> int:
    return ask("SELECT count(*) FROM credit.decision")[0][0]


def test_a_push_is_received_checked_and_answered_row_by_row(town: Town):
    system = town.system()
    bad = licence(2, code="913101150000000000", occurred_on="2099-01-01")
    answer = system.push([licence(1), bad, {**licence(3), "XK_BEIZHU_X": "多出来的"}])
    assert answer.status_code == 202
    told = answer.get_json()
    assert (told["rows"], told["unknown_fields"], told["known_before"]) == (3, ["XK_BEIZHU_X"], False)
    assert answer.headers["Location"] == told["results"]
    assert system.outcome(told["batch_id"]).get_json()["state"] == "queued"
    work()
    outcome = system.outcome(told["batch_id"]).get_json()
    assert (outcome["state"], [row["outcome"] for row in outcome["rows"]]) == ("finished", ["accepted", "rejected", "accepted"])
    found = {(item["field"], item["rule"]) for item in outcome["rows"][1]["findings"]}
    assert {("XK_XDR_SHXYM", "V03"), ("XK_JDRQ", "V09")} <= found
    assert all(item["remedy"] and item["label"] for item in outcome["rows"][1]["findings"])
    assert decisions() == 2
    assert outcome["rows"][0]["decision_id"]
    kept = ask(
        "SELECT media_type FROM kernel.attachment a JOIN intake.batch b ON b.attachment_id = a.id WHERE b.id = :id",
        id=told["batch_id"],
    )
    assert kept


def test_the_same_key_gives_the_same_answer_and_another_body_is_refused(town: Town):
    system = town.system()
    first = system.push([licence(1)])
    again = system.push([licence(1)])
    assert (again.status_code, again.get_json()) == (202, first.get_json())
    assert again.headers["Idempotent-Replayed"] == "true"
    other = system.push([licence(2)])
    assert (other.status_code, "幂等键" in other.get_json()["title"]) == (422, True)
    fresh = system.push([licence(1)], key="k-2").get_json()
    assert (fresh["known_before"], fresh["batch_id"]) == (True, first.get_json()["batch_id"])
    assert system.push([licence(1)], key="").status_code == 422
    work()
    assert decisions() == 1
    assert town.system("tax").push([licence(5)]).status_code == 202


def test_one_key_sent_by_many_at_once_is_one_push(town: Town):
    key = town.system().key

    def once(_number: int) -> int:
        system = town.app.test_client()
        sent = {"table": TABLE, "rows": [licence(1)]}
        answer = system.post(
            "/api/v1/credit/decisions", json=sent, headers={"Authorization": f"Bearer {key}", "Idempotency-Key": "x"}
        )
        return answer.get_json()["batch_id"]

    with ThreadPoolExecutor(4) as threads:
        assert len(set(threads.map(once, range(8)))) == 1
    assert ask("SELECT count(*) FROM credit.push_request") == [(1,)]


def test_a_dry_run_does_everything_but_keep(town: Town):
    system = town.system()
    before = ask(
        "SELECT (SELECT count(*) FROM intake.batch), (SELECT count(*) FROM kernel.attachment), (SELECT count(*) FROM archive.record)"
    )
    answer = system.push([licence(1), licence(2, title=""), licence(3, subject_name="云汀另一家公司")], query="?dry_run=true")
    assert answer.status_code == 200
    told = answer.get_json()
    assert [row["outcome"] for row in told["rows"]] == ["accepted", "rejected", "held"]
    assert told["counts"] == {"accepted": 1, "held": 1, "rejected": 1, "warned": 0, "unchanged": 0}
    assert {item["rule"] for item in told["rows"][1]["findings"]} == {"V01"}
    assert {item["rule"] for item in told["rows"][2]["findings"]} == {"V06"}
    assert (
        ask(
            "SELECT (SELECT count(*) FROM intake.batch), (SELECT count(*) FROM kernel.attachment), (SELECT count(*) FROM archive.record)"
        )
        == before
    )
    assert (decisions(), ask("SELECT count(*) FROM credit.push_request")) == (0, [(0,)])
    kept = system.push([licence(1), licence(2, title=""), licence(3, subject_name="云汀另一家公司")]).get_json()
    work()
    outcome = system.outcome(kept["batch_id"]).get_json()
    assert [row["outcome"] for row in outcome["rows"]] == ["accepted", "rejected", "held"]


def test_another_department_is_pushed_for_only_under_its_dated_authorisation(town: Town):
    system, tax = town.system(), town.city.tax
    assert system.push([licence(1)], department=tax.code).status_code == 403
    keeper = Principal("person", 1, "某", tax.id, permissions=frozenset({"credit.docking"}), scopes=(Scope(tax.path),))
    with transaction() as session:
        client = session.query(ApiClient).filter_by(department_id=town.city.bureau.id).one()
        period = {"valid_from": today(), "valid_to": today() + timedelta(days=30), "basis": "共享审批协议〔2026〕1号"}
        made = service.grant(session, principal=keeper, client_id=client.id, department_id=tax.id, now=now(), **period)
    told = system.push([licence(1)], department=tax.code).get_json()
    assert told["department"] == tax.code
    work()
    assert ask("SELECT department_id FROM credit.decision") == [(tax.id,)]
    assert system.outcome(told["batch_id"]).status_code == 200
    assert town.system("tax").outcome(told["batch_id"]).status_code == 200
    assert town.system("west").outcome(told["batch_id"]).status_code == 404
    with transaction() as session:
        service.end(session, session.merge(made), why="协议终止", actor="person:1", now=now())
    assert system.push([licence(2)], key="k-9", department=tax.code).status_code == 403
    assert system.push([licence(1)], department=tax.code).get_json() == told


UNREADABLE = (
    {"table": TABLE, "rows": []},
    {"table": "sgs-1999", "rows": [licence(1)]},
    {"table": TABLE, "rows": [{"无此字段": "一"}]},
    {"table": TABLE, "rows": [{"XK_WSH": " "}]},
    {"table": TABLE, "rows": [{"XK_WSH": {"a": 1}}]},
    {"table": TABLE, "rows": [{"XK_WSH": "\ud800"}]},
    {"table": TABLE, "rows": [licence(1)], "department": "nowhere"},
    {"table": TABLE, "rows": [licence(1)] * 1001},
)


def test_what_cannot_be_read_is_refused_whole_and_says_why(town: Town):
    system = town.system()
    headers = {"Authorization": f"Bearer {system.key}", "Idempotency-Key": "k"}
    for sent in UNREADABLE:
        body = json.dumps(sent)
        answer = system.client.post("/api/v1/credit/decisions", data=body, content_type="application/json", headers=headers)
        assert answer.status_code == 422, answer.text
    assert ask("SELECT count(*) FROM credit.push_request") == [(0,)]
    told = system.push([licence(1, title="甲\x00乙")], key="k").get_json()
    work()
    assert system.outcome(told["batch_id"]).get_json()["rows"][0]["outcome"] == "warned"


def test_a_key_without_the_right_is_refused(town: Town):
    assert town.system("bureau", "credit.read").push([licence(1)]).status_code == 403
