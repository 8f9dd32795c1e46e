"""What is missing is found once, and settled by what arrives or by what somebody else finds."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from credit.assessment.queries import Period, figures, the_method
from credit.assessment.schemas import By, Measure
from credit.omissions import service
from credit.omissions.errors import OmissionMoveNotAllowed, OwnOmission
from credit.omissions.models import CounterResult, Omission
from credit.omissions.states import OmissionAction, OmissionState
from supervision.accounts.models import Department
from supervision.archive.loading.features import normal_of
from supervision.kernel.access import Principal
from supervision.kernel.db import reading, transaction
from tests.credit.omissions.conftest import HIDDEN, NOW, numbered
from tests.factories.decisions import decision


def searched(now=NOW) -> list[Omission]:
    with transaction() as session:
        service.search(session, now=now)
    with reading() as session:
        return list(session.scalars(select(Omission).order_by(Omission.id)))


def judge_of(department_id: int) -> Principal:
    return Principal("person", 900, "沈某某", department_id, "市税务局", "考核", frozenset({"credit.assess"}))


def test_the_number_left_out_is_found_once_with_its_days(town):
    (found,) = searched()
    assert found.doc_no == f"云税罚〔2026〕{HIDDEN:04d}号"
    assert (found.department_id, found.kind, found.state) == (town.city.tax.id, "penalty", "open")
    assert found.after == date(2026, 3, 2) + timedelta(days=HIDDEN - 1)
    assert 0.45 < found.certainty < 0.55
    assert [entry.id for entry in searched()] == [found.id]


def test_a_period_that_still_runs_is_nobodys_omission(town):
    assert searched(NOW.replace(month=3, day=24)) == []


def test_a_number_that_another_office_used_is_not_missing(town):
    with transaction() as session:
        numbered(session, town.city.east, HIDDEN)
    assert searched() == []


def test_what_arrives_settles_the_entry_and_counts_as_hidden(town):
    (found,) = searched()
    with transaction() as session:
        tax = session.get(Department, town.city.tax.id)
        late = numbered(session, tax, HIDDEN, doc_key=found.doc_key, first_received_at=NOW + timedelta(hours=1))
    (settled,) = searched(NOW + timedelta(days=1))
    assert (settled.state, settled.decision_id) == ("reported", late.id)
    assert hidden_of(town) == 1


def test_what_arrives_in_another_writing_settles_the_entry_too(town):
    (found,) = searched()
    with transaction() as session:
        tax, doc_no = session.get(Department, town.city.tax.id), f"云税罚[2026]第{HIDDEN}号"
        late = numbered(session, tax, HIDDEN, doc_no=doc_no, doc_key=normal_of(doc_no))
    (settled,) = searched(NOW + timedelta(days=1))
    assert (settled.id, settled.state, settled.decision_id) == (found.id, "reported", late.id)


def hidden_of(town) -> int:
    with reading() as session:
        method = the_method(session, on=date(2026, 7, 2))
        period = Period(date(2026, 7, 1), date(2026, 7, 31), date(2026, 8, 1))
        lines = figures(session, period, by=By.DEPARTMENT, method=method)
    return next((line.numbers[Measure.HIDDEN] for line in lines if line.key == str(town.city.tax.id)), 0)


def test_an_explanation_is_judged_by_another_department(town):
    (found,) = searched()
    with transaction() as session:
        entry = session.get(Omission, found.id)
        service.explain(session, entry, reason="作废", actor="person:1", now=NOW)
        own = {"actor": "person:2", "now": NOW, "reason": "登记簿可查"}
        with pytest.raises(OwnOmission):
            service.judge(session, entry, action=OmissionAction.EXCUSE, principal=judge_of(entry.department_id), **own)
        service.judge(session, entry, action=OmissionAction.EXCUSE, principal=judge_of(town.city.east.id), **own)
        assert entry.state == OmissionState.EXCUSED
        with pytest.raises(OmissionMoveNotAllowed):
            service.explain(session, entry, reason="再说一次", actor="person:1", now=NOW)
    assert hidden_of(town) == 0


def test_what_is_found_hidden_is_counted_though_it_never_came(town):
    (found,) = searched()
    with transaction() as session:
        entry = session.get(Omission, found.id)
        judge = judge_of(town.city.east.id)
        given = {"reason": "卷宗在，未报", "principal": judge, "actor": "person:2", "now": NOW}
        service.judge(session, entry, action=OmissionAction.CONFIRM, **given)
    assert hidden_of(town) == 1


def test_explanations_that_held_make_the_next_gap_less_sure(town):
    with transaction() as session:
        tax = session.get(Department, town.city.tax.id)
        for number in range(41, 90):
            if number % 12:
                numbered(session, tax, number)
    found = searched(NOW + timedelta(days=60))
    assert len(found) == 5
    with transaction() as session:
        for entry in session.scalars(select(Omission)):
            service.explain(session, entry, reason="作废", actor="person:1", now=NOW)
            given = {"reason": "作废属实", "principal": judge_of(town.city.east.id), "actor": "person:2", "now": NOW}
            service.judge(session, entry, action=OmissionAction.EXCUSE, **given)
        for number in (90, 91, 93, 94, 95):
            numbered(session, session.get(Department, town.city.tax.id), number)
    assert len(searched(NOW + timedelta(days=90))) == len(found)


def test_a_result_of_the_counter_without_a_decision_is_found(town):
    finished = date(2026, 5, 6)
    with transaction() as session:
        for place, code in enumerate(("T1", "T2"), start=1):
            session.add(
                CounterResult(
                    department_id=town.city.tax.id,
                    number=f"办 {place}",
                    kind="licence",
                    item="发票领用",
                    subject_name="云汀试例食品有限公司",
                    subject_code=code,
                    doc_no=f"云税许〔2026〕{place}号",
                    doc_key=normal_of(f"云税许〔2026〕{place}号"),
                    finished_on=finished,
                    batch_id=1,
                    row_no=place,
                    received_at=NOW,
                )
            )
        tax = session.get(Department, town.city.tax.id)
        decision(session, tax, finished, kind="licence", doc_no="云税许〔2026〕1号", doc_key=normal_of("云税许〔2026〕1号"))
    found = [entry for entry in searched() if entry.ground == "counter"]
    assert [(entry.doc_no, entry.certainty) for entry in found] == [("云税许〔2026〕2号", 1.0)]
