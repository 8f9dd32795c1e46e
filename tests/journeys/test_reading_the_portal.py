"""Somebody without an account opens one page of every kind that is public, on a screen and on a telephone."""

import io
from datetime import timedelta
from typing import Final
from uuid import uuid4

import pytest

from credit.objections.asking import service as asking
from credit.objections.asking.schemas import Question
from credit.objections.filing import service as filing
from credit.objections.filing.schemas import Claim
from credit.objections.schemas import Contact
from credit.objections.states import Category, Reason
from credit.publicity.models import Publication
from credit.repair.applying.service import Application, apply
from credit.repair.service import Given as Applied
from supervision.kernel.clock import now, today
from supervision.kernel.db import transaction
from tests.factories.published import published
from tests.journeys.conftest import one
from tests.journeys.test_every_page import faults

OFFICE = "SELECT id FROM accounts.department WHERE code = 'market'"
FIRM = """
    SELECT n.name, i.value AS code FROM archive.identifier i JOIN archive.name n USING (subject_id)
    WHERE i.kind = 'uscc' AND i.known_to IS NULL AND NOT n.former AND i.value LIKE '91%' ORDER BY i.subject_id LIMIT 1"""
WHO: Final = Contact("沈某某", "026-55556666")
PDF: Final = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
FIXED: Final = (
    "/publicity", "/publicity?q={name}", "/publicity?q=无此一户", "/publicity?kind=penalty", "/publicity/columns",
    "/publicity/withdrawn", "/publicity/data", "/publicity/widget", "/publicity/catalogue", "/publicity/assessment",
    "/publicity/objections", "/publicity/objections/new", "/publicity/inquiries", "/publicity/inquiries/new",
    "/publicity/repair", "/credit-report", "/check",
)  # fmt: skip


@pytest.fixture
def addresses(shared_town) -> dict[str, int]:
    """Return the address of a page of every kind, with the answer that it gives."""
    office, firm = one(OFFICE).id, one(FIRM)
    values = {"department_id": office, "subject_name": firm.name, "subject_code": firm.code}
    past = now() - timedelta(days=150)
    with transaction() as session:
        licence = published(
            session, kind="licence", procedure=None, category="普通", title="食品经营许可证", now=now(), **values
        )
        old = {"decided_on": today() - timedelta(days=150), "now": past}
        penalty, disputed, hidden = (published(session, **old, **values) for _ in range(3))
        claim = Claim(disputed.token, firm.code, disputed.doc_no, Reason.CONTENT, "罚款金额与决定书不一致", WHO, uuid4())
        objection = filing.file_objection(session, claim, now=now())
        filing.ask_for_process(session, objection.token, now=now())
        question = Question(Category.RECORD, office, "公示后多久可以查到？", WHO, may_publish=True, request_key=uuid4())
        inquiry = asking.ask(session, question, now=now())
        repair = apply(session, penalty, applied(penalty), Applied("applicant", now()))
        hidden.shown_until = today() - timedelta(days=1)
        found = {
            f"/publicity/{licence.token}": 200,
            f"/publicity/{penalty.token}": 200,
            f"/publicity/{disputed.token}": 200,
            f"/publicity/{hidden.token}": 404,
            f"/publicity/objections/new?record={licence.token}": 200,
            f"/publicity/objections/{objection.token}": 200,
            f"/publicity/objections/{objection.token}/process": 200,
            f"/publicity/inquiries/{inquiry.token}": 200,
            f"/publicity/repair/apply/{disputed.token}": 200,
            f"/publicity/repair/apply/{disputed.token}/commitment": 200,
            f"/publicity/repair/{repair.token}": 200,
            "/credit-report/wrong": 404,
        }
    return dict.fromkeys((address.format(name=firm.name) for address in FIXED), 200) | found


def applied(record: Publication) -> Application:
    papers = {"commitment": ("承诺书.pdf", io.BytesIO(PDF)), "performance": ("凭证.pdf", io.BytesIO(PDF))}
    return Application(uuid4(), str(record.party_code), record.doc_no, committed=True, **papers)


def test_every_kind_of_public_page_is_whole_on_a_screen_and_a_telephone(shared_town, addresses):
    page = shared_town.window()
    found = [fault for address, status in addresses.items() for fault in faults(page, status, address)]
    assert [*found, *shared_town.complaints] == []
