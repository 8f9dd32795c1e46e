"""A record shows what is public now, red and black; a report says the same, can be checked by anybody and guessed by nobody."""

import io
import re
from dataclasses import dataclass
from datetime import date
from uuid import uuid4

import pytest
import time_machine
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import select

from credit.publicity.models import Publication
from credit.publicity.service import repair_decisions
from credit.records.models import CreditReport
from supervision.archive.subjects.models import Record
from supervision.archive.subjects.withholding.service import Ground, withhold
from supervision.kernel import crypto
from supervision.kernel.db import reading, transaction
from supervision.kernel.module import joined
from supervision.kernel.queues.models import Job
from supervision.kernel.queues.working.service import execute
from supervision.notices.informing.checking.rules import written
from tests.factories import archive
from tests.factories.accounts import Browser, City, found_city
from tests.factories.districts import colleague
from tests.factories.published import NOW, published

NAME, DOC = "云汀禾木速冻食品有限公司", "云汀市监处罚〔2026〕77号"


@dataclass
class Town:
    app: Flask
    city: City
    subject_id: int
    address: str

    def at(self, role: str) -> Browser:
        return Browser(colleague(self.app, self.city.tax, role))


@pytest.fixture
def town(app: Flask):
    with time_machine.travel(NOW, tick=False), transaction() as session:
        city = found_city(session)
    with time_machine.travel(NOW, tick=False), transaction() as session:
        made = archive.firm(session, NAME)
        made.record("honour", item="纳税信用A级纳税人", authority="市税务局", occurred_on=date(2026, 4, 1))
        made.record("list_entry", item="拖欠工资", authority="市人社局", data={"list_name": "拖欠农民工工资失信联合惩戒名单"})
        made.record("list_entry", item="年报", authority="市监局", data={"list_name": "经营异常名录", "valid_to": "2026-05-01"})
        published(session, department_id=city.tax.id, subject_id=made.id, doc_no=DOC)
        founded = Town(app, city, made.id, f"/credit/records/{made.id}")
    with time_machine.travel(NOW, tick=False):
        yield founded


def test_red_and_black_stand_on_the_same_page_and_what_has_ended_does_not(town):
    page = town.at("reviewer").client.get(town.address).text
    assert DOC in page
    assert "纳税信用A级纳税人" in page
    assert "拖欠农民工工资" in page
    assert "经营异常名录" not in page
    with transaction() as session:
        entries = session.scalars(select(Record.id).where(Record.kind == "list_entry", Record.item == "拖欠工资")).all()
        ground = Ground("list:1", town.city.tax.id, "已移出", "移出名单")
        assert withhold(session, record_ids=entries, ground=ground, actor="person:1", now=NOW) == 1
    assert "拖欠农民工工资" not in town.at("reviewer").client.get(town.address).text


def test_a_person_has_no_record_and_what_is_unreadable_is_left_out(town):
    reader = town.at("reviewer").client
    with transaction() as session:
        person = archive.subject(session, "person", person_hash=b"p" * 32)
    assert reader.get(f"/credit/records/{person.id}").status_code == 404
    assert reader.get("/credit/records/999999999").status_code == 404
    for asked in ("", "%00", "x" * 300, "91%27"):
        assert reader.get(f"/credit/records?code={asked}").status_code == 200


def test_a_subject_is_found_by_a_part_of_its_name(town):
    reader = town.at("reviewer").client
    assert f'href="{town.address}"' in reader.get("/credit/records?code=云汀").text
    assert "没有找到“无此一户”" in reader.get("/credit/records?code=无此一户").text


def made(town, browser: Browser, **form: str) -> CreditReport:
    answer = browser.post(f"{town.address}/reports", {"purpose": "招标投标", "request_key": str(uuid4()), **form})
    assert answer.status_code == 303, answer.text
    with reading() as session:
        jobs = session.scalars(select(Job.id).where(Job.state == "queued")).all()
    for job in jobs:
        assert execute(joined(), job)
    with reading() as session:
        return session.scalars(select(CreditReport).order_by(CreditReport.id.desc())).first()


def text_of(content: bytes) -> tuple[str, set[str]]:
    document = PdfReader(io.BytesIO(content))
    fonts = {
        str(font.get_object()["/BaseFont"])
        for page in document.pages
        for font in page["/Resources"]["/Font"].get_object().values()
    }
    return "".join(page.extract_text() for page in document.pages), fonts


def test_the_report_says_the_same_with_its_fonts_and_watermark(town):
    browser = town.at("reviewer")
    report = made(town, browser)
    content = browser.client.get(f"{town.address}/reports/{report.id}.pdf").data
    said, fonts = text_of(content)
    plain = re.sub(r"\s", "", said)
    for words in (NAME, DOC, "纳税信用A级纳税人", report.serial, f"{report.serial}仅供招标投标"):
        assert words in plain
    assert fonts
    assert all("+" in font for font in fonts)
    assert b"/FontFile" in content


def test_the_same_form_twice_is_one_report(town):
    browser, key = town.at("reviewer"), str(uuid4())
    first = made(town, browser, request_key=key)
    assert made(town, browser, request_key=key).id == first.id
    assert browser.post(f"{town.address}/reports", {"purpose": "其他", "other": " "}).status_code == 422


def test_what_was_repaired_is_in_no_later_report_and_the_former_stays_as_it_was(town):
    browser = town.at("reviewer")
    former = made(town, browser)
    with transaction() as session:
        ids = session.scalars(select(Publication.decision_id)).all()
        repair_decisions(session, decision_ids=ids, reason="信用修复", now=NOW)
    later = made(town, browser)
    assert [len(report.content["penalties"]) for report in (former, later)] == [1, 0]
    content = browser.client.get(f"{town.address}/reports/{later.id}.pdf").data
    assert DOC not in re.sub(r"\s", "", text_of(content)[0])


def test_anybody_checks_with_the_code_and_wrong_codes_get_one_answer(town, client):
    report = made(town, town.at("reviewer"))
    token = crypto.provider().decrypt("credit.report.check", report.token_sealed)
    page = client.get(f"/credit-report/{written(token)}")
    assert page.status_code == 200
    assert report.serial in page.text
    assert report.digest in page.text
    assert NAME not in page.text
    assert "noindex" in page.headers["X-Robots-Tag"]
    answers = {client.get(f"/credit-report/{wrong}").text for wrong in ("a" * 26, report.serial, "x", "%E4%BF%A1")}
    assert len(answers) == 1
    assert len(token) == 16
