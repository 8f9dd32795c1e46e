"""Repair once, closed everywhere: from the application through both officials to the last holder's receipt."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select, text

from credit.publicity.models import Publication
from credit.publicity.service import Given, project
from credit.publicity.service import publish as publish_record
from credit.repair.models import RepairHolder, RepairStep
from credit.repair.queries import repaired
from credit.reporting.models import Decision
from supervision.kernel.clock import now
from supervision.kernel.db import reading, transaction
from supervision.kernel.holders import Lifted
from supervision.kernel.outbox import publish
from tests.factories.accounts import Browser
from tests.factories.districts import colleague
from tests.factories.published import REVIEWER
from tests.factories.repairs import applied, carried, form, reminded, show, stored


def work(repair, act: str = "") -> str:
    return f"/credit/repair/{repair.id}" + (f"/{act}" if act else "")


def taken(firm, handler, record):
    """Return an application that was taken in."""
    receipt = applied(firm, record)
    assert handler.post(work(stored(), "accept"), {"revision": 1}).status_code == 303
    return receipt, stored()


def decided(reviewer, repair, act: str, reason: str = "材料属实，已核实缴款"):
    return reviewer.post(work(repair, act), {"revision": repair.revision, "reason": reason})


def holder_rows(repair) -> dict[str, RepairHolder]:
    with reading() as session:
        return {row.holder: row for row in session.scalars(select(RepairHolder).where(RepairHolder.repair_id == repair.id))}


def test_repaired_once_it_is_closed_everywhere(firm, office, shown, keepers, clock):
    prompt, slow, none = keepers
    prompt.kept |= {shown.decision_id}
    slow.kept |= {shown.decision_id}
    assert "申请信用修复" in firm.client.get(f"/publicity/{shown.token}").text
    receipt, repair = taken(firm, office.handler, shown)
    assert (repair.state, repair.decide_by, repair.decide_rule) == ("accepted", date(2026, 12, 7), "DL41@1")

    assert decided(office.reviewer, repair, "approve").status_code == 303
    assert firm.client.get(f"/publicity/{shown.token}").status_code == 404
    carried()
    rows = holder_rows(repair)
    assert {name: row.state for name, row in rows.items() if name in {"prompt", "slow", "none"}} == {
        "prompt": "lifted", "slow": "told", "none": "nothing",
    }  # fmt: skip
    assert rows["prompt"].receipt == f"prompt-{stored().order_id}"
    assert none.orders == []
    page = firm.client.get(receipt).text
    assert all(word in page for word in ("已修复，各处办理中", "招标系统", "已解除", "补贴系统", "已告知，待回执"))
    assert "许可系统" not in page

    clock.move_to(datetime(2026, 11, 27, 2, 0, tzinfo=UTC))
    office.enter()
    assert reminded() == {"told": 1}
    assert reminded() == {"told": 0}
    carried()
    assert (len(slow.orders), slow.lifted) == (2, [])
    ranking = office.reviewer.client.get("/credit/repair/holders").text
    assert ranking.index("补贴系统") < ranking.index("招标系统")
    assert "1 件" in ranking
    everywhere = office.reviewer.client.get(f"/credit/repair/{repair.id}/everywhere").text
    assert all(word in everywhere for word in ("逾期未回执", "已催 1 次", "已停止公示"))

    with transaction() as session:
        slow.answer(session, slow.orders[-1], now())
        slow.answer(session, slow.orders[-1], now())
    carried()
    assert slow.lifted == [shown.decision_id]
    assert stored().state == "closed"
    assert "已修复，各处办结" in firm.client.get(receipt).text
    assert "准予信用修复" in firm.client.get(f"{receipt}/notice").text
    assert "逾期解除" in office.reviewer.client.get("/credit/repair/holders").text
    with reading() as session:
        assert repaired(session, [shown.decision_id, 10**9]) == {shown.decision_id}


def test_an_answer_about_another_order_changes_nothing(firm, office, shown, keepers):
    keepers[1].kept |= {shown.decision_id}
    _receipt, repair = taken(firm, office.handler, shown)
    decided(office.reviewer, repair, "approve")
    carried()
    with transaction() as session:
        publish(session, Lifted(10**12, "slow", "别人的"), now=now())
        publish(session, Lifted(stored().order_id, "nobody", "无此处"), now=now())
    carried()
    assert (stored().state, holder_rows(repair)["slow"].state) == ("approved", "told")


def test_whoever_took_it_in_does_not_decide(app, city, firm, shown, office):
    applied(firm, shown)
    assert office.reviewer.post(work(stored(), "accept"), {"revision": 1}).status_code == 303
    page = office.reviewer.client.get(work(stored())).text
    assert "由您受理，须由另一人决定" in page
    assert "修复的理由" not in page
    answer = decided(office.reviewer, stored(), "approve")
    assert answer.status_code == 403
    assert "须由另一人决定" in answer.text
    other = Browser(colleague(app, city.bureau, "reviewer"))
    assert decided(other, stored(), "refuse", "整改未验收").status_code == 303
    with transaction() as session, pytest.raises(Exception, match="decided_by_another"):
        session.execute(text("UPDATE credit.repair SET decided_by = accepted_by"))


def test_the_handler_may_not_decide_and_other_departments_see_nothing(app, city, firm, office, shown):
    _receipt, repair = taken(firm, office.handler, shown)
    assert decided(office.handler, repair, "approve").status_code == 403
    stranger = Browser(colleague(app, city.tax, "reviewer"))
    assert stranger.client.get(work(repair)).status_code == 404
    assert stranger.client.get(work(repair, "papers/1")).status_code == 404
    assert stranger.post(work(repair, "refuse"), {"reason": "不是我们的"}).status_code == 404


def test_what_was_seen_before_a_change_is_refused_and_reasons_are_asked_for(firm, office, shown):
    receipt = applied(firm, shown)
    assert office.handler.post(work(stored(), "ask"), {"revision": 1, "reason": " "}).status_code == 422
    firm.post(f"{receipt}/withdraw", {"revision": 1})
    answer = office.handler.post(work(stored(), "accept"), {"revision": 1})
    assert answer.status_code == 409
    assert "已被他人办理或补正" in answer.text
    assert stored().state == "withdrawn"
    _receipt, repair = taken(firm, office.handler, shown)
    assert decided(office.reviewer, repair, "approve", "").status_code == 422


def test_the_documents_open_in_place(firm, office, shown):
    applied(firm, shown)
    page = office.handler.client.get(work(stored()))
    assert "frame-src 'self'" in page.headers["Content-Security-Policy"]
    assert "信用修复承诺书" in page.text
    address = work(stored(), "papers/1")
    assert address in page.text
    paper = office.handler.client.get(address)
    assert (paper.status_code, paper.mimetype) == (200, "application/pdf")
    assert paper.headers["Content-Disposition"].startswith("inline")


def test_the_time_is_extended_once(firm, office, shown):
    _receipt, repair = taken(firm, office.handler, shown)
    assert decided(office.reviewer, repair, "extend", "需到现场核实").status_code == 303
    assert (stored().state, stored().decide_by) == ("extended", date(2026, 12, 21))
    assert decided(office.reviewer, stored(), "extend", "再延").status_code == 409


def test_a_false_promise_is_undone_shown_anew_and_bars_for_three_years(firm, office, shown, keepers, clock):
    keepers[1].kept |= {shown.decision_id}
    receipt, repair = taken(firm, office.handler, shown)
    decided(office.reviewer, repair, "approve")
    carried()
    clock.move_to(datetime(2026, 12, 8, 2, 0, tzinfo=UTC))
    office.enter()
    assert decided(office.reviewer, stored(), "undo", "缴款凭证系伪造").status_code == 303
    undone = stored()
    assert (undone.state, undone.barred_until, undone.bar_rule) == ("undone", date(2029, 12, 8), "RF-NDRC36@1")
    assert holder_rows(undone)["slow"].state == "cancelled"
    assert "缴款凭证系伪造" in firm.client.get(f"{receipt}/notice").text
    with reading() as session:
        record = session.get(Publication, shown.id)
        assert repaired(session, [shown.decision_id]) == frozenset()
        told = session.execute(
            text("SELECT payload FROM kernel.outbox_event WHERE name = 'kernel.holders.restored'")
        ).scalar_one()
    assert (told["ground_kind"], told["ground_ids"]) == ("credit.decision", [shown.decision_id])
    assert (record.state, record.shown_until, record.earliest_repair) == ("published", date(2027, 12, 8), date(2029, 12, 9))
    assert "重新计算" in record.period_note
    assert firm.client.get(f"/publicity/{shown.token}").status_code == 200
    other = show(office.city, decided_on=date(2026, 6, 2))
    page = firm.client.get(f"/publicity/repair/apply/{other.token}").text
    assert "曾因承诺不实被撤销修复，2029-12-08 以前不能申请" in page
    assert firm.post(f"/publicity/repair/apply/{other.token}", form(other)).status_code == 422


def test_a_correction_does_not_undo_a_repair(firm, office, shown, city):
    _receipt, repair = taken(firm, office.handler, shown)
    decided(office.reviewer, repair, "approve")
    with transaction() as session:
        decision = session.get(Decision, shown.decision_id)
        decision.version, decision.change = 2, "corrected"
        session.flush()
        project(session, decision_ids=[decision.id], now=now())
    with reading() as session:
        records = session.scalars(select(Publication).order_by(Publication.version)).all()
        assert [record.state for record in records] == ["corrected", "repaired"]
    assert decided(office.reviewer, stored(), "undo", "承诺不实").status_code == 303
    with transaction() as session:
        record = session.scalars(select(Publication).where(Publication.version == 2)).one()
        assert record.state == "draft"
        publish_record(session, record, Given(REVIEWER, now()))


def test_a_record_that_is_being_corrected_is_not_repaired_blindly(firm, office, shown):
    _receipt, repair = taken(firm, office.handler, shown)
    with transaction() as session:
        decision = session.get(Decision, shown.decision_id)
        decision.version, decision.change = 2, "corrected"
        session.flush()
        project(session, decision_ids=[decision.id], now=now())
    answer = decided(office.reviewer, repair, "approve")
    assert answer.status_code == 409
    assert "公示已更正或撤下" in answer.text
    assert stored().state == "accepted"


def test_the_queue_counts_what_waits_and_says_when_it_is_due(firm, office, shown):
    assert "没有待受理的修复申请" in office.handler.client.get("/credit/repair").text
    applied(firm, shown)
    page = office.handler.client.get("/credit/repair").text
    assert all(word in page for word in (shown.party_name, shown.doc_no, "受理：还有 3 个工作日", "DL44@1"))
    office.handler.post(work(stored(), "decline"), {"reason": "不属于本机关"})
    assert shown.doc_no in office.handler.client.get("/credit/repair?tab=done").text


def test_every_step_is_kept_and_audited(firm, office, shown, keepers):
    receipt = applied(firm, shown)
    office.handler.post(work(stored(), "ask"), {"reason": "缺整改照片"})
    assert "缺整改照片" in firm.client.get(receipt).text
    office.handler.post(work(stored(), "decline"), {"reason": "逾期未补正"})
    with reading() as session:
        steps = session.scalars(select(RepairStep).order_by(RepairStep.id)).all()
        audited = session.scalars(text("SELECT action FROM kernel.audit_entry WHERE object_kind = 'repair' ORDER BY seq")).all()
    assert [step.action for step in steps] == ["submit", "ask", "decline"]
    assert list(audited) == ["credit.repair.submit", "credit.repair.ask", "credit.repair.decline"]
    assert "逾期未补正" in firm.client.get(f"{receipt}/notice").text
