"""A circular keeps its figures for good and is set as a document with every font inside."""

from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import text

from credit.assessment.circulars import queries, service
from credit.assessment.errors import AlreadyIssued, PeriodNotOver
from credit.assessment.models import Circular
from credit.assessment.schemas import Measure
from supervision.kernel.db import reading, transaction
from supervision.kernel.module import joined
from supervision.kernel.queues.working.service import execute
from tests.credit.assessment.conftest import Town
from tests.factories.decisions import at, decision

MARCH = {"first": date(2026, 3, 1), "last": date(2026, 3, 31), "said": "2026 年 3 月", "actor": "person:1"}
AFTER = at(date(2026, 4, 15))


def issue(now=AFTER) -> int:
    with transaction() as session:
        return service.issue(session, **MARCH, now=now).id


def test_a_circular_waits_until_the_last_decision_was_due(town: Town):
    with pytest.raises(PeriodNotOver, match="2026-04-10"):
        issue(at(date(2026, 4, 10)))
    assert issue(at(date(2026, 4, 11)))


def test_a_circular_is_issued_once_and_keeps_its_figures(town: Town):
    number = issue()
    with pytest.raises(AlreadyIssued):
        issue()
    with transaction() as session:
        decision(session, town.city.tax, date(2026, 3, 30), wait=1)
    with reading() as session:
        found = queries.whole(session, circular_id=number)
        tax = next(line for line in found.departments if line.label == "市税务局")
        assert (tax.numbers[Measure.REPORTED], tax.numbers[Measure.LATE], tax.place) == (7, 2, 1)
        assert {line.key for line in found.districts} == {"310100", "310115"}


def test_its_document_is_set_by_a_job_with_every_font_inside(town: Town, settings):
    number = issue()
    with reading() as session:
        job_id = session.execute(text("SELECT id FROM kernel.job WHERE kind = 'credit.assessment.circular'")).scalar_one()
    assert execute(joined(), job_id)
    answer = town.at("reporter").get(f"/credit/assessment/circulars/{number}/file")
    document = PdfReader(BytesIO(answer.data))
    words = "".join(page.extract_text() for page in document.pages)
    assert answer.mimetype == "application/pdf"
    assert "市税务局" in words
    assert "2026 年 3 月" in words.replace(" ", " ")
    fonts = [font.get_object() for page in document.pages for font in page["/Resources"]["/Font"].values()]
    kinds = [font["/DescendantFonts"][0].get_object()["/FontDescriptor"] for font in fonts]
    assert kinds
    assert all({"/FontFile2", "/FontFile3"} & set(kind) for kind in kinds)


def test_a_second_run_of_the_job_sets_nothing_again(town: Town, settings):
    number = issue()
    with transaction() as session:
        first = service.keep_document(session, circular_id=number, actor="person:1", now=AFTER).attachment_id
    with transaction() as session:
        assert service.keep_document(session, circular_id=number, actor="person:1", now=AFTER).attachment_id == first
        assert session.get_one(Circular, number).attachment_id == first


def test_issuing_is_for_those_who_assess(town: Town):
    assert town.at("reporter").post("/credit/assessment/circulars", data={"month": "2026-03"}).status_code == 403
    page = town.at("supervisor", "bureau").post(
        "/credit/assessment/circulars", data={"month": "2026-03"}, follow_redirects=True
    )
    assert "通报已印发" in page.text
    assert "上报行政许可和行政处罚 8 件" in page.text


@pytest.mark.parametrize("address", ["/99999", "/99999/file", "/99999/workbook", "/99999/appeal"])
def test_what_is_not_there_is_not_found(town: Town, address):
    assert town.at("department_admin").get(f"/credit/assessment/circulars{address}").status_code == 404


def test_the_workbook_of_a_circular_says_what_it_says(town: Town):
    number = issue()
    answer = town.at("reporter").get(f"/credit/assessment/circulars/{number}/workbook")
    assert answer.status_code == 200
    assert answer.data.startswith(b"PK")
