"""Anybody asks on the portal; a department answers; what becomes public was looked at and agreed to."""

import re

import pytest
from sqlalchemy import select, text

from credit.objections.models import Inquiry
from supervision.kernel.db import reading
from tests.credit.objections.conftest import MAIL, NAME, PHONE
from tests.factories.accounts import Browser
from tests.factories.districts import colleague

QUESTION = "食品经营许可公示后多久可以查到？我的手机 13812345678。"
REPLY = "决定之日起 7 个工作日内公示，可按名称或文号查询。"


@pytest.fixture
def ask(firm, city):
    def send(**changes):
        page = firm.client.get("/publicity/inquiries/new").text
        form = {
            "csrf_token": re.search(r'name="csrf_token" value="([^"]+)"', page)[1],
            "request_key": re.search(r'name="request_key" value="([^"]+)"', page)[1],
            "category": "record",
            "department": city.bureau.id,
            "question": QUESTION,
            "may_publish": "y",
            "name": NAME,
            "phone": PHONE,
            "email": MAIL,
            **changes,
        }
        return [firm.client.post("/publicity/inquiries/new", data=form) for _ in range(2)]

    return send


def stored() -> Inquiry:
    with reading() as session:
        return session.scalars(select(Inquiry).order_by(Inquiry.id.desc()).limit(1)).one()


def address(act: str = "") -> str:
    return f"/credit/inquiries/{stored().id}" + (f"/{act}" if act else "")


def test_a_question_is_answered_under_its_receipt(ask, firm, handler):
    first, second = ask()
    receipt = first.headers["Location"]
    assert receipt == second.headers["Location"]
    page = firm.client.get(receipt)
    assert all(word in page.text for word in ("待答复", "自收到咨询之日起 5 个工作日内答复", "OB-inquiry@1", "（默认值）"))
    assert page.headers["X-Robots-Tag"].startswith("noindex")
    assert not [word for word in (NAME, PHONE, MAIL, "13812345678") if word in page.text]
    queue = handler.client.get("/credit/inquiries").text
    assert all(word in queue for word in ("食品经营许可公示后多久可以查到", "OB-inquiry@1"))
    assert not [word for word in (NAME, PHONE, MAIL) if word in handler.client.get(address()).text]
    assert all(word in handler.post(address("contact")).text for word in (NAME, PHONE, MAIL))
    form = {"revision": stored().revision, "answer": REPLY}
    assert handler.post(address("answer"), form).status_code == 303
    assert handler.post(address("answer"), form).status_code == 409
    assert REPLY in firm.client.get(receipt).text


def test_a_contact_of_a_question_is_nowhere_in_plain(ask):
    ask()
    with reading() as session:
        kept = "".join(
            str(session.execute(text(f"SELECT json_agg(t)::text FROM {table} t")).scalar())
            for table in ("credit.inquiry", "kernel.audit_entry", "kernel.outbox_event")
        )
    assert not [word for word in (NAME, PHONE, MAIL) if word in kept]


def test_questions_and_answers_become_public_without_personal_data(ask, handler, client):
    ask()
    handler.post(address("answer"), {"answer": REPLY})
    page = handler.client.get(address()).text
    assert "我的手机 ＊＊＊。" in page
    form = {"public_question": QUESTION, "public_answer": REPLY, "checked": "y"}
    refused = handler.post(address("publish"), form)
    assert (refused.status_code, "手机号码" in refused.text) == (422, True)
    clean = {**form, "public_question": "食品经营许可公示后多久可以查到？"}
    unchecked = handler.post(address("publish"), {**clean, "checked": ""})
    assert (unchecked.status_code, "逐字核对后勾选" in unchecked.text) == (422, True)
    assert REPLY not in client.get("/publicity/inquiries").text
    assert handler.post(address("publish"), clean).status_code == 303
    assert REPLY in client.get("/publicity/inquiries?category=record").text
    assert REPLY not in client.get("/publicity/inquiries?category=repair").text
    handler.post(address("retract"))
    assert REPLY not in client.get("/publicity/inquiries").text


def test_nothing_is_public_against_the_wish_of_who_asked(ask, handler):
    ask(may_publish="")
    handler.post(address("answer"), {"answer": REPLY})
    assert "公开这件问答" not in handler.client.get(address()).text
    form = {"public_question": "查询", "public_answer": REPLY, "checked": "y"}
    assert "咨询人不同意公开" in handler.post(address("publish"), form).text
    assert stored().state == "answered"


def test_a_question_for_nobody_is_handed_to_a_department(app, ask, city, handler):
    ask(department="0")
    assert handler.client.get(address()).status_code == 404
    operator = Browser(colleague(app, city.bureau, "city_operator"))
    assert "待分派单位" in operator.client.get("/credit/inquiries").text
    due = stored().due_on
    empty = operator.post(address("forward"), {"department_id": ""})
    assert (empty.status_code, "没有选转办的单位" in empty.text) == (422, True)
    operator.post(address("forward"), {"department_id": city.bureau.id, "reason": "属市场监管"})
    assert stored().due_on == due
    assert "属市场监管" in handler.client.get(address()).text


def test_a_question_that_says_nothing_is_sent_back(ask, city):
    page = ask(question="怎么", category="")[0]
    assert page.status_code == 422
    assert all(word in page.text for word in ("问题写 6 到 2000 字", "选一类"))
    assert ask(department="99999")[0].status_code == 422
