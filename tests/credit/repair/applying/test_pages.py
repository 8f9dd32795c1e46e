"""A firm reads whether and when, hands in two documents, gets a receipt that nobody can guess, and hears every refusal in plain words."""

import io
import re
from datetime import UTC, date, datetime
from uuid import uuid4

from sqlalchemy import func, select

from credit.publicity import service as publicity
from credit.repair.models import Repair, RepairPaper
from supervision.kernel.attachments import Attachment
from supervision.kernel.clock import now
from supervision.kernel.db import reading, transaction
from tests.factories.repairs import PDF, applied, form, show, stored


def count(model) -> int:
    with reading() as session:
        return session.scalar(select(func.count()).select_from(model))


def test_whether_and_when_is_said_before_anybody_applies(firm, city, clock):
    record = show(city)
    page = firm.client.get(f"/publicity/repair/apply/{record.token}")
    assert page.headers["X-Robots-Tag"].startswith("noindex")
    for words in ("现在可以申请", "最早 <time", "2026-09-02", "NDRC36-GENERAL@1", "国家企业信用信息公示系统", "2026-09-09"):
        assert words in page.text
    late = show(city, decided_on=date(2026, 11, 20))
    page = firm.client.get(f"/publicity/repair/apply/{late.token}").text
    assert "现在不能申请" in page
    assert "2027-02-21 起可以申请" in page
    assert 'name="commitment"' not in page


def test_the_serious_one_and_the_licence_say_why_not(firm, city):
    barred = show(city, category="吊销许可证件", severity="serious", severity_basis="吊销")
    page = firm.client.get(f"/publicity/repair/apply/{barred.token}").text
    assert "不能提前修复" in page
    assert "市场监管总局令第45号第十三条、第十四条" in page
    licence = show(city, kind="licence", procedure=None)
    assert "不需要修复" in firm.client.get(f"/publicity/repair/apply/{licence.token}").text


def test_the_rules_are_public_by_version(firm, city):
    page = firm.client.get("/publicity/repair").text
    for basis in ("粤发改信用函〔2018〕4541号", "国家发展改革委令第58号", "国家发展改革委令第36号", "市场监管总局令第45号"):
        assert basis in page


def test_an_application_gets_a_receipt_that_nobody_can_guess(firm, shown):
    receipt = applied(firm, shown)
    token = receipt.rsplit("/", 1)[1]
    assert re.fullmatch(r"[A-Za-z0-9_-]{22}", token)
    page = firm.client.get(f"{receipt}?new=1")
    assert page.headers["X-Robots-Tag"].startswith("noindex")
    assert all(word in page.text for word in ("申请已提交", token, "2026-11-26", "待受理"))
    assert firm.client.get(f"/publicity/repair?receipt={token}").headers["Location"] == receipt
    assert firm.client.get("/publicity/repair/" + "A" * 22).status_code == 404
    assert firm.client.get("/publicity/repair/承诺").status_code == 404
    assert firm.client.get(f"{receipt}/notice").status_code == 404
    assert count(RepairPaper) == 2


def test_a_form_sent_twice_is_one_application_and_another_is_refused(firm, shown):
    key = str(uuid4())
    first = applied(firm, shown, request_key=key)
    assert applied(firm, shown, request_key=key) == first
    answer = firm.post(f"/publicity/repair/apply/{shown.token}", form(shown))
    assert answer.status_code == 409
    assert "已有一件修复申请在办" in answer.text
    assert (count(Repair), count(RepairPaper)) == (1, 2)


WRONG = [
    ({"code": "91990102MAXMU7B34N"}, "统一社会信用代码或决定文书号与这条公示不符"),
    ({"doc_no": "云汀市监处罚〔2026〕0号"}, "统一社会信用代码或决定文书号与这条公示不符"),
    ({"code": ""}, "填写统一社会信用代码"),
    ({"committed": None}, "勾选承诺后才能提交"),
    ({"commitment": None}, "选择信用修复承诺书"),
    ({"performance": (io.BytesIO(b""), "")}, "选择履行义务证明"),
    ({"performance": (io.BytesIO(b"just words"), "证明.pdf")}, "“证明.pdf”不是 PDF、JPG 或 PNG 文件"),
    ({"performance": (io.BytesIO(b"MZ" + b"\0" * 200), "证明.pdf")}, "“证明.pdf”不是 PDF、JPG 或 PNG 文件"),
    ({"performance": (io.BytesIO(b""), "证明.pdf")}, "是空的"),
]


def test_what_is_missing_or_wrong_is_said_in_plain_words(firm, shown):
    for changes, words in WRONG:
        answer = firm.post(f"/publicity/repair/apply/{shown.token}", form(shown, **changes))
        assert (answer.status_code, words in answer.text, "没有提交" in answer.text) == (422, True, True), words
    with reading() as session:
        kept = select(func.count()).select_from(Attachment).where(Attachment.uploaded_by == "applicant")
        assert session.scalar(kept) == 0
    assert (count(Repair), count(RepairPaper)) == (0, 0)


def test_a_form_without_its_token_and_one_that_is_too_large_are_refused(firm, shown):
    bare = firm.client.post(f"/publicity/repair/apply/{shown.token}", data=form(shown))
    assert bare.status_code == 400
    large = firm.post(
        f"/publicity/repair/apply/{shown.token}", form(shown, performance=(io.BytesIO(PDF + b"\0" * (11 << 20)), "大.pdf"))
    )
    assert large.status_code == 413
    assert "“大.pdf”超过 10 MB" in large.text
    huge = firm.post(
        f"/publicity/repair/apply/{shown.token}", form(shown, performance=(io.BytesIO(PDF + b"\0" * (52 << 20)), "巨.pdf"))
    )
    assert huge.status_code == 413
    assert count(Repair) == 0


def test_whoever_tries_too_often_from_one_address_waits(firm):
    form = {"csrf_token": firm.token()}
    answers = [firm.client.post(f"/publicity/repair/{'A' * 22}/withdraw", data=form).status_code for _ in range(21)]
    assert answers == [404] * 20 + [429]


def test_what_the_public_may_not_see_cannot_be_applied_for(firm, shown, clock):
    address = f"/publicity/repair/apply/{shown.token}"
    never = firm.client.get("/publicity/repair/apply/" + "B" * 22)
    with transaction() as session:
        publicity.withdraw_decisions(session, decision_ids=[shown.decision_id], reason="复议撤销", now=now())
    hidden = firm.client.get(address)
    assert (hidden.status_code, never.status_code) == (404, 404)
    assert firm.post(address, form(shown)).status_code == 404
    assert firm.client.get(f"{address}/commitment").status_code == 404


def test_what_is_over_cannot_be_applied_for(firm, shown, clock):
    clock.move_to(datetime(2027, 6, 1, 16, 1, tzinfo=UTC))
    assert firm.client.get(f"/publicity/repair/apply/{shown.token}").status_code == 404


def test_supplements_come_when_they_are_asked_for_and_the_clock_begins_anew(firm, office, shown, clock):
    receipt = applied(firm, shown)
    file = {"files": (io.BytesIO(PDF), "整改报告.pdf"), "note": "补交整改报告", "revision": "1"}
    early = firm.post(f"{receipt}/supplement", file)
    assert early.status_code == 409
    office.handler.post(f"/credit/repair/{stored().id}/ask", {"reason": "缺整改报告"})
    assert "缺整改报告" in firm.client.get(receipt).text
    assert "缺整改报告" in firm.client.get(f"{receipt}/notice").text
    nothing = firm.post(f"{receipt}/supplement", {"revision": stored().revision})
    assert nothing.status_code == 422
    assert "没有选择“补正材料”" in nothing.text
    clock.move_to(datetime(2026, 11, 30, 2, 0, tzinfo=UTC))
    office.enter()
    again = {"files": (io.BytesIO(PDF), "整改报告.pdf"), "note": "补交整改报告", "revision": stored().revision}
    assert firm.post(f"{receipt}/supplement", again).status_code == 303
    assert (stored().state, stored().accept_by) == ("submitted", date(2026, 12, 3))
    page = office.handler.client.get(f"/credit/repair/{stored().id}").text
    assert all(word in page for word in ("补正材料", "整改报告.pdf", "补交整改报告"))


def test_an_application_is_withdrawn_and_made_again(firm, shown):
    receipt = applied(firm, shown)
    assert firm.post(f"{receipt}/withdraw", {"revision": 1}).status_code == 303
    assert "已撤回" in firm.client.get(receipt).text
    assert firm.post(f"{receipt}/withdraw", {"revision": 2}).status_code == 409
    assert applied(firm, shown) != receipt


def test_the_commitment_is_printed_with_the_firm_and_the_decision_in_it(firm, shown):
    page = firm.client.get(f"/publicity/repair/apply/{shown.token}/commitment").text
    assert all(word in page for word in (shown.party_name, shown.doc_no, shown.authority))
