"""A department works on an objection: takes it, reads it with the record beside it, decides it; everything else follows."""

import io
import re
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import func, select, text

from credit.assessment.queries import Period, figures, the_method
from credit.assessment.schemas import By, Measure
from credit.objections import queries, service, subscribers
from credit.objections.events import ObjectionDecided
from credit.objections.models import ObjectionStep
from credit.objections.queries import upheld
from credit.publicity import service as publicity
from credit.publicity.events import PublicityEnded
from credit.publicity.service import Given as Reviewed
from credit.reporting.events import DecisionsReported
from credit.reporting.models import Decision
from supervision.accounts.models import User
from supervision.kernel.clock import legal_date, now, today
from supervision.kernel.db import reading, transaction
from tests.credit.objections.conftest import MAIL, NAME, PHONE, annotation, filed, key
from tests.factories.accounts import Browser
from tests.factories.districts import colleague
from tests.factories.published import NOW, REVIEWER, record_of

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 64
ANSWER = "经核对决定书，罚款金额应为 0.25 万元。"


def address(act: str = "") -> str:
    return f"/credit/objections/{filed().id}" + (f"/{act}" if act else "")


def ruling(outcome: str = "upheld", remedy: str = "correct", **changes) -> dict[str, object]:
    form = {"revision": filed().revision, "request_key": key(), "outcome": outcome, "remedy": remedy, "answer": ANSWER}
    return {**form, **changes}


def corrected(record, **values) -> None:
    """Report a corrected version of a record's decision, as any way of reporting does, and let the news go round."""
    with transaction() as session:
        decision = session.get(Decision, record.decision_id)
        decision.version, decision.change = decision.version + 1, "corrected"
        for name, value in {"amount": Decimal("0.25"), **values}.items():
            setattr(decision, name, value)
        session.flush()
        publicity.project(session, decision_ids=[decision.id], now=now())
        subscribers.decisions_reported(session, DecisionsReported((decision.id,)), now())


def publish(record) -> None:
    with transaction() as session:
        publicity.publish(session, record_of(session, session.get(Decision, record.decision_id)), Reviewed(REVIEWER, now()))


def test_the_queue_says_what_is_due_and_by_which_rule(firm, handler, show):
    record = show()
    firm.objects(record)
    page = handler.client.get("/credit/objections").text
    assert all(word in page for word in (record.party_name, record.doc_no, "内容与决定文书不一致", "DL39@1", "还有 5 个工作日"))
    assert '待决定 <span class="count">1</span>' in page


def test_a_case_shows_the_record_and_opens_its_files_in_place(firm, handler, show):
    record = show()
    form = {**firm.form(record), "files": [(io.BytesIO(PNG), "决定书.png")]}
    firm.client.post("/publicity/objections/new", data=form)
    page = handler.client.get(address())
    assert all(word in page.text for word in (record.facts, "罚款金额写成 2.5 万元", "决定书.png", "异议处理中"))
    assert "frame-src 'self'" in page.headers["Content-Security-Policy"]
    file = handler.client.get(re.search(r'src="(/credit/objections/\d+/files/\d+)"', page.text)[1])
    assert (file.data, file.mimetype) == (PNG, "image/png")
    assert file.headers["Content-Disposition"].startswith("inline")
    assert handler.client.get(address("files/999")).status_code == 404


def test_a_contact_is_shown_when_asked_for_and_the_look_is_kept(firm, handler, show):
    firm.objects(show())
    assert not [word for word in (NAME, PHONE, MAIL) if word in handler.client.get(address()).text]
    page = handler.post(address("contact")).text
    assert all(word in page for word in (NAME, PHONE, MAIL))
    with reading() as session:
        seen = session.execute(text("SELECT action, object_id FROM kernel.access_log")).all()
    assert ("credit.objections.contact", str(filed().id)) in seen


def test_a_correction_is_announced_awaited_and_said(firm, handler, show, client):
    record = show()
    receipt = firm.objects(record).headers["Location"]
    handler.post(address("take"), {"revision": 1, "request_key": key()})
    assert handler.post(address("decide"), ruling()).status_code == 303
    assert (filed().state, annotation(record)) == ("correcting", "upheld")
    assert "异议成立，更正中" in client.get(f"/publicity/{record.token}").text
    page = firm.client.get(receipt).text
    assert all(word in page for word in ("异议成立", ANSWER, "更正最晚"))
    corrected(record)
    publish(record)
    assert (filed().state, annotation(record)) == ("corrected", "amended")
    shown = client.get(f"/publicity/{record.token}").text
    assert "异议成立，已更正" in shown
    assert "0.25 万元" in shown


def test_a_correction_that_came_first_closes_the_case_with_the_decision(firm, handler, show):
    record = show()
    firm.objects(record)
    corrected(record)
    assert (filed().state, annotation(record)) == ("filed", "disputed")
    handler.post(address("decide"), ruling("partly"))
    assert (filed().state, annotation(record)) == ("corrected", "amended")


def test_a_wrong_record_is_withdrawn_at_once_with_its_reason(firm, handler, show, client):
    record = show()
    receipt = firm.objects(record).headers["Location"]
    assert handler.post(address("decide"), ruling(remedy="withdraw")).status_code == 303
    assert client.get(f"/publicity/{record.token}").status_code == 404
    assert "经核实异议成立，撤下公示" in client.get("/publicity/withdrawn").text
    assert "异议成立，已撤下" in firm.client.get(receipt).text
    assert "现在不公示" in firm.client.get(receipt).text


def test_a_correction_that_does_not_come_gives_way_to_a_withdrawal(firm, handler, show, client):
    record = show()
    firm.objects(record)
    handler.post(address("decide"), ruling())
    assert handler.post(address("remove"), {"revision": filed().revision, "request_key": key()}).status_code == 303
    assert filed().state == "removed"
    assert client.get(f"/publicity/{record.token}").status_code == 404


def test_a_record_that_ends_meanwhile_ends_the_wait(firm, handler, show):
    record = show()
    firm.objects(record)
    handler.post(address("decide"), ruling())
    for state, left in (("corrected", "correcting"), ("expired", "removed"), ("expired", "removed")):
        with transaction() as session:
            event = PublicityEnded((record.id,), (record.decision_id,), state, "")
            subscribers.publicity_ended(session, event, now())
        assert filed().state == left


def test_an_unfounded_objection_is_answered_and_the_mark_goes(firm, handler, show, client):
    record = show()
    receipt = firm.objects(record).headers["Location"]
    handler.post(address("decide"), ruling("refused", "", note="内部看过原件"))
    assert (filed().state, annotation(record)) == ("refused", None)
    page = firm.client.get(receipt).text
    assert ANSWER in page
    assert "内部看过原件" not in page
    assert "异议" not in re.sub(r"提出异议|异议与咨询", "", client.get(f"/publicity/{record.token}").text)


def test_one_of_two_objections_does_not_take_the_mark_of_the_other(firm, handler, show):
    record = show()
    firm.objects(record), firm.objects(record)
    handler.post(address("decide"), ruling("refused"))
    assert annotation(record) == "disputed"


def test_who_reported_does_not_decide(app, city, firm, show):
    browser = Browser(colleague(app, city.bureau, "repair_handler"))
    with reading() as session:
        own = f"person:{session.scalar(select(func.max(User.id)))}"
    firm.objects(show(by=own))
    assert "异议须由另一人决定" in browser.client.get(address()).text
    assert browser.post(address("decide"), ruling()).status_code == 403
    assert filed().state == "filed"


CANNOT_STAND = (
    ({"outcome": ""}, 422, "选一个结论"),
    ({"remedy": ""}, 422, "处理方式（更正或撤下）"),
    ({"answer": " "}, 422, "写明答复"),
    ({"answer": "属实"}, 422, "至少 6 个字"),
    ({"revision": 9}, 409, "已被他人办理"),
    ({"answer": "经与经办人钱某某核实，电话 13800138000，情况属实。"}, 422, "手机号码"),
)


def test_a_decision_that_cannot_stand_is_refused_in_words(firm, handler, show):
    firm.objects(show())
    for changes, status, said in CANNOT_STAND:
        page = handler.post(address("decide"), {**ruling(), **changes})
        assert (page.status_code, filed().state, said in page.text) == (status, "filed", True), changes


def test_what_covers_personal_data_in_an_answer_is_agreed_to(firm, handler, show):
    receipt = firm.objects(show()).headers["Location"]
    said = "经核实情况属实，可致电 13800138000 更正。"
    page = handler.post(address("decide"), ruling(answer=said)).text
    assert "隐去后：经核实情况属实，可致电 ＊＊＊ 更正。" in page
    handler.post(address("decide"), ruling(answer=said, confirmed="y"))
    assert "可致电 ＊＊＊ 更正" in firm.client.get(receipt).text


def test_a_form_sent_twice_decides_once(firm, handler, show):
    firm.objects(show())
    form = ruling("refused")
    assert [handler.post(address("decide"), form).status_code for _ in range(2)] == [303, 303]
    with reading() as session:
        decided = select(func.count()).where(ObjectionStep.action == "refuse")
        told = "SELECT count(*) FROM kernel.outbox_event WHERE name = :name"
        assert session.scalar(decided) == 1
        assert session.scalar(text(told), {"name": ObjectionDecided.name}) == 1


def test_another_departments_cases_are_not_there(app, city, firm, show):
    foreign = Browser(colleague(app, city.tax, "repair_handler"))
    firm.objects(show())
    assert "没有待决定的异议" in foreign.client.get("/credit/objections").text
    answers = [foreign.client.get(address()), foreign.post(address("take")), foreign.post(address("decide"), ruling())]
    assert [answer.status_code for answer in answers] == [404, 404, 404]
    nobody = Browser(colleague(app, city.bureau, "reporter"))
    assert nobody.client.get("/credit/objections").status_code == 403


def test_outcomes_are_public_where_the_place_wants_it(firm, handler, show, client):
    firm.objects(show())
    handler.post(address("decide"), ruling("refused"))
    assert ANSWER not in client.get("/publicity/objections").text
    with transaction() as session:
        session.execute(text("UPDATE accounts.department SET division = '350200'"))
    record = show()
    firm.objects(record)
    handler.post(address("decide"), ruling("refused", answer="经核对原件，公示内容与决定书一致。"))
    page = client.get("/publicity/objections").text
    assert "公示内容与决定书一致" in page
    assert filed().publish_rule == "OB-publish-xiamen@1"


def test_assessment_counts_decisions_that_were_rightly_objected_to(firm, handler, show, city):
    first, second, third = show(), show(), show()
    for record, outcome in ((first, "upheld"), (first, "partly"), (second, "partly"), (third, "refused")):
        firm.objects(record)
        handler.post(address("decide"), ruling(outcome))
    with reading() as session:
        assert upheld(session, today(), today()) == {city.bureau.id: [first.decision_id, second.decision_id]}
        assert upheld(session, today(), today(), "licence") == {}
        assert upheld(session, today() - timedelta(days=9), today() - timedelta(days=1)) == {}
        since = Period(legal_date(NOW), today(), today())
        (line,) = figures(session, since, by=By.DEPARTMENT, method=the_method(session, on=today()))
        assert (line.numbers[Measure.UPHELD], line.numbers[Measure.REPORTED]) == (2, 3)
        (line,) = figures(session, Period(today(), today(), today()), by=By.DEPARTMENT, method=the_method(session, on=today()))
        assert (line.label, line.numbers[Measure.UPHELD], line.numbers[Measure.REPORTED]) == ("市市场监管局", 2, 0)
    behind = f"/credit/assessment/records?measure=upheld&month={today():%Y-%m}"
    page = handler.client.get(behind).text
    assert "异议成立 2 件" in page
    assert [record.doc_no in page for record in (first, second, third)] == [True, True, False]
    assert behind in handler.client.get(f"/credit/assessment?month={today():%Y-%m}").text.replace("&amp;", "&")
    assert "没有这样的决定" in handler.client.get(f"{behind}&kind=licence").text
    with reading() as session:
        assert queries.open_on(session, [first.decision_id]) == set()


def test_nobody_changes_the_history(firm, show, session):
    firm.objects(show())
    with pytest.raises(Exception, match="objection_step"):
        session.execute(text("UPDATE credit.objection_step SET said = 'x'"))


def test_the_service_says_again_what_it_said(firm, show):
    record = show()
    firm.objects(record)
    with transaction() as session:
        service.annotate(session, record.decision_id, now=now())
        assert publicity.annotate(session, decision_ids=[record.decision_id], annotation=None, now=now()) == 1
        service.annotate(session, record.decision_id, now=now())
    assert annotation(record) == "disputed"
