"""A firm objects on the portal: its proof, its receipt, and what everybody reads beside the record at once."""

import io
import re

import pytest
from sqlalchemy import func, select, text

from credit.objections.models import Objection
from supervision.kernel.clock import now
from supervision.kernel.db import reading, transaction
from tests.credit.objections.conftest import MAIL, NAME, PHONE, annotation, filed

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 64


def count() -> int:
    with reading() as session:
        return session.scalar(select(func.count()).select_from(Objection))


def test_the_record_says_so_at_once_everywhere(firm, client, show):
    record, other = show(), show()
    assert f'href="/publicity/objections/new?record={record.token}"' in client.get(f"/publicity/{record.token}").text
    receipt = firm.objects(record).headers["Location"]
    assert re.fullmatch(r"/publicity/objections/[\w-]{22}", receipt)
    assert "异议处理中" in client.get(f"/publicity/{record.token}").text
    assert client.get("/publicity").text.count("异议处理中") == 1
    assert [row["annotation"] for row in client.get("/publicity/data/records.json").json["records"]] == [None, "异议处理中"]
    assert "（异议处理中）" in client.get("/publicity/feed.atom").text
    assert "异议处理中" in client.get("/publicity/widget").text
    assert "异议处理中" not in client.get(f"/publicity/{other.token}").text


@pytest.mark.parametrize("address", ["/publicity", "/publicity/{token}"])
def test_the_short_way_says_it_too(app, firm, show, address):
    record = show()
    firm.objects(record)
    path = address.format(token=record.token)
    short, long = app.test_client().get(path), app.test_client().get(path, headers={"Cookie": "a=b"})
    assert short.data == long.data
    assert "异议处理中" in short.text


def test_the_receipt_tells_the_rule_and_nothing_personal(firm, show):
    page = firm.client.get(firm.objects(show()).headers["Location"])
    assert all(
        word in page.text
        for word in ("待核实", "市市场监管局", "上海市社会信用条例第三十六条", "DL39@1", "5 个工作日内核实处理")
    )
    assert page.headers["X-Robots-Tag"] == "noindex, nofollow, noarchive"
    assert not [word for word in (NAME, PHONE, MAIL) if word in page.text]


def test_a_contact_is_nowhere_in_plain(firm, show):
    firm.objects(show())
    with reading() as session:
        kept = "".join(
            str(session.execute(text(f"SELECT json_agg(t)::text FROM {table} t")).scalar())
            for table in ("credit.objection", "credit.objection_step", "kernel.audit_entry", "kernel.outbox_event")
        )
    assert not [word for word in (NAME, PHONE, MAIL) if word in kept]


def test_a_form_sent_twice_is_one_objection(firm, show):
    record = show()
    form = firm.form(record)
    answers = [firm.client.post("/publicity/objections/new", data=form) for _ in range(2)]
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert count() == 1


WRONG = (
    ({"code": "91990102MA0000001X"}, "代码和文号与这条公示不一致"),
    ({"doc_no": "另一份文书"}, "代码和文号与这条公示不一致"),
    ({"reason": ""}, "选一项哪里有误"),
    ({"reason": "nothing"}, "有效"),
    ({"statement": "太短"}, "10 到 2000 字"),
    ({"phone": "没有"}, "电话只写数字"),
    ({"name": " "}, "填写联系人"),
    ({"email": "不是邮箱"}, "邮箱按"),
)


def test_what_is_wrong_is_said_and_what_was_typed_stays(firm, show):
    record = show()
    typed = "金额写成了两万五千元，应为二千五百元。"
    for changes, said in WRONG:
        page = firm.objects(record, **{"statement": typed, **changes})
        assert (page.status_code, said in page.text) == (422, True), changes
        assert changes.get("statement", typed) in page.text
    assert (count(), annotation(record)) == (0, None)


def test_the_proof_may_be_written_as_people_write_it(firm, show):
    record = show()
    spaced = f" {record.party_code[:4].lower()} {record.party_code[4:].lower()} "
    assert firm.objects(record, code=spaced, doc_no=record.doc_no.replace("〔", "[").replace("〕", "]")).status_code == 303


def test_files_come_along_by_what_they_are(firm, show):
    record = show()
    form = firm.form(record)
    program = {**form, "files": [(io.BytesIO(b"MZ" + b"0" * 64), "决定书.pdf")]}
    refused = firm.client.post("/publicity/objections/new", data=program)
    assert (refused.status_code, count()) == (422, 0)
    assert "内容是程序" in refused.text
    many = {**form, "files": [(io.BytesIO(PNG), f"{number}.png") for number in range(6)]}
    assert "附件至多 5 份" in firm.client.post("/publicity/objections/new", data=many).text
    kept = {**form, "files": [(io.BytesIO(PNG), f"{number}.png") for number in range(5)]}
    receipt = firm.client.post("/publicity/objections/new", data=kept).headers["Location"]
    assert "5 份" in firm.client.get(receipt).text


def test_a_hidden_record_cannot_be_objected_to_and_answers_as_one_that_never_was(firm, show):
    record = show()
    form = firm.form(record)
    with transaction() as session:
        session.execute(text("UPDATE credit.publication SET state = 'repaired', ended_at = :now"), {"now": now()})
    pages = [firm.client.get(f"/publicity/objections/new?record={token}") for token in (record.token, "A" * 22)]
    assert [page.status_code for page in pages] == [404, 404]
    bare = [re.sub(r'class="code">[0-9a-f]+<', "", page.text) for page in pages]
    assert bare[0] == bare[1]
    assert firm.client.post("/publicity/objections/new", data=form).status_code == 404


def test_no_more_than_three_are_open_at_once(firm, show):
    record = show()
    assert [firm.objects(record).status_code for _ in range(4)] == [303, 303, 303, 422]


def test_the_firm_takes_it_back_and_the_record_says_nothing_any_more(firm, show):
    record = show()
    receipt = firm.objects(record).headers["Location"]
    for _ in range(2):
        assert firm.post(f"{receipt}/cancel", receipt).status_code == 303
    assert (filed().state, annotation(record)) == ("cancelled", None)
    assert "申请人已撤回" in firm.client.get(receipt).text


def test_the_process_is_shown_to_who_asked_for_it(firm, show):
    receipt = firm.objects(show()).headers["Location"]
    assert firm.client.get(f"{receipt}/process").status_code == 404
    assert firm.post(f"{receipt}/process", receipt).headers["Location"] == f"{receipt}/process"
    firm.post(f"{receipt}/process", receipt)
    page = firm.client.get(f"{receipt}/process").text
    assert all(word in page for word in ("提出异议", "转来源单位", "市市场监管局"))
    assert page.count('<tr><th scope="row">') == 3


def test_a_form_without_a_token_and_a_wrong_receipt_are_refused(firm, show):
    form = firm.form(show())
    assert firm.client.post("/publicity/objections/new", data={**form, "csrf_token": "x"}).status_code == 400
    assert firm.client.get(f"/publicity/objections/{'A' * 22}").status_code == 404
    assert count() == 0


def test_too_many_from_one_address_are_held_back(firm, show):
    record = show()
    form = firm.form(record, phone="没有")
    answers = [firm.client.post("/publicity/objections/new", data=form).status_code for _ in range(21)]
    assert answers[-1] == 429
    assert set(answers[:20]) == {422}


def test_without_a_record_the_way_to_it_is_shown(client, city):
    assert "先查到这条公示" in client.get("/publicity/objections/new").text
    assert "5 个工作日内核实处理" in client.get("/publicity/objections").text


@pytest.mark.parametrize("token", ["%00", "%F0%9F", "a" * 400, "..%2F..", "'--"])
def test_nonsense_for_a_record_or_a_receipt_is_answered(client, city, token):
    answers = [client.get(f"/publicity/objections/new?record={token}"), client.get(f"/publicity/objections/{token}")]
    answers.append(client.get(f"/publicity/inquiries/{token}"))
    assert {answer.status_code for answer in answers} == {400 if token == "%00" else 404}
