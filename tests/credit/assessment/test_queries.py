"""The figures that the database counts are those that the rules count, and every figure is the number of its records."""

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import event

from credit.assessment import queries
from credit.assessment.models import Appeal, Circular, Refusal, ZeroReport
from credit.assessment.queries import CONDITIONS, Period
from credit.assessment.rules import due_days, is_substantial, numbers, standing
from credit.assessment.schemas import By, Filing, Measure
from supervision.kernel.access import Principal, Scope
from supervision.kernel.workdays.packaged import national
from tests.factories.accounts import found_city
from tests.factories.decisions import at, decision

MARCH = Period(date(2026, 3, 1), date(2026, 3, 31), date(2026, 4, 30))
DUE = due_days(date(2025, 1, 1), date(2026, 12, 31), workdays=7, calendar=national())


@pytest.fixture
def city(session):
    return found_city(session)


@pytest.fixture
def method(session):
    return queries.the_method(session, on=date(2026, 3, 31))


def everyone(department):
    return Principal("person", 1, "沈某某", department.id, scopes=(Scope(),))


def lines(session, method, *, by=By.DEPARTMENT, period=MARCH):
    session.flush()
    return {line.label: line for line in queries.figures(session, period, by=by, method=method)}


def refusal(session, department, received_on, *, doc_key=None, decided_on=None, row_no=1):
    digest = f"{doc_key}{received_on}{row_no}".encode()
    values = {"kind": "penalty", "doc_key": doc_key, "digest": digest, "decided_on": decided_on, "received_at": at(received_on)}
    session.add(Refusal(batch_id=1, row_no=row_no, department_id=department.id, **values))


def random_city(session, city, seed: int) -> list[Filing]:
    """Report random decisions and return them as the rules see them."""
    dice = random.Random(seed)  # noqa: S311 - a test that can be repeated
    made = []
    for number in range(60):
        department = dice.choice([city.bureau, city.east, city.tax])
        decided = date(2026, 1, 15) + timedelta(days=dice.randrange(75))
        wait, refused = dice.randrange(25), dice.random() < 0.15
        facts = dice.choice(["销售超过保质期的糕点三袋", "无", "见附件。", None, "。。。"])
        code, held, stock = f"C{dice.randrange(25):03d}", dice.random() < 0.1, dice.random() < 0.1
        holds = [{"rule": "V06"}] if held else []
        more = {"facts": facts, "subject_code": code, "stock": stock, "held": held, "holds": holds}
        one = decision(session, department, decided, wait=wait, version=dice.choice([1, 1, 2]), **more)
        received = decided + timedelta(days=wait)
        passed = received
        if refused:
            received -= timedelta(days=dice.randrange(1, 6))
            refusal(session, department, received, doc_key=one.doc_key, decided_on=decided, row_no=number)
        made.append(
            Filing(
                department=department.id,
                kind="penalty",
                counterpart=code,
                decided_on=decided,
                received_on=received,
                due_on=DUE[decided],
                passed_on=passed,
                refused=refused,
                substantial=facts == "销售超过保质期的糕点三袋",
                corrected=one.version > 1,
                stock=stock,
                held=held,
            )
        )
    return made


@pytest.mark.parametrize("seed", range(4))
def test_the_database_counts_what_the_rules_count(session, city, method, seed):
    method = replace(method, min_sample=2)
    filings = random_city(session, city, seed)
    found = lines(session, method)
    for department in (city.bureau, city.east, city.tax):
        own = [one for one in filings if one.department == department.id]
        line = found[department.name]
        said = {measure: line.numbers[measure] for measure in numbers(own, first=MARCH.first, last=MARCH.last)}
        assert said == numbers(own, first=MARCH.first, last=MARCH.last)
        assert line.standing == standing(own, first=MARCH.first, last=MARCH.last, method=method)


@pytest.mark.parametrize(
    "words",
    ["罚款五千元", "无", "见附件", "——", "罚罚罚", "", "无、无", "a", "同上。", "依法处罚", "（略）", "详见 处罚决定书"],
)
def test_the_database_reads_words_as_the_rules_do(session, city, method, words):
    decision(session, city.tax, date(2026, 3, 2), content=words)
    line = lines(session, method)["市税务局"]
    assert line.numbers[Measure.QUALIFIED] == is_substantial([words], method)


def test_a_row_that_never_passed_is_counted_and_a_nameless_one_once(session, city, method):
    for row_no in (1, 2):
        refusal(session, city.tax, date(2026, 3, 3), doc_key="甲1", decided_on=date(2026, 3, 2), row_no=row_no)
    refusal(session, city.tax, date(2026, 3, 3), row_no=3)
    line = lines(session, method)["市税务局"]
    assert (line.numbers[Measure.REPORTED], line.numbers[Measure.QUALIFIED], line.numbers[Measure.LATE]) == (2, 0, 2)


def test_a_decision_after_a_zero_report_was_hidden(session, city, method):
    values = {"filed_by": "person:1", "due_on": date(2026, 3, 10), "filed_at": datetime(2026, 3, 2, tzinfo=UTC)}
    session.add(ZeroReport(department_id=city.tax.id, kind="penalty", month=date(2026, 2, 1), **values))
    decision(session, city.tax, date(2026, 2, 20), wait=14)
    decision(session, city.tax, date(2026, 3, 4))
    line = lines(session, method)["市税务局"]
    assert (line.numbers[Measure.HIDDEN], line.numbers[Measure.REPORTED]) == (1, 2)


def test_what_an_upheld_appeal_names_is_not_counted(session, city, method):
    one = decision(session, city.tax, date(2026, 3, 2), wait=25)
    values = {"starts_on": MARCH.first, "ends_on": MARCH.last, "method": "AS01@1", "lines": [], "issued_by": "person:1"}
    circular = Circular(**values, issued_at=at(date(2026, 4, 15)))
    session.add(circular)
    session.flush()
    appeal = Appeal(
        circular_id=circular.id,
        department_id=city.tax.id,
        measure="late",
        decision_ids=[one.id],
        reason="平台停机",
        state="filed",
        filed_at=at(date(2026, 4, 16)),
        filed_by="person:2",
    )
    session.add(appeal)
    assert lines(session, method)["市税务局"].numbers[Measure.LATE] == 1
    appeal.state, appeal.answer, appeal.decided_by, appeal.decided_at = "upheld", "属实", "person:3", at(date(2026, 4, 20))
    assert "市税务局" not in lines(session, method)


def test_districts_sum_up_their_departments(session, city, method):
    decision(session, city.tax, date(2026, 3, 2))
    decision(session, city.bureau, date(2026, 3, 2))
    decision(session, city.east, date(2026, 3, 2))
    found = {
        line.key: line.numbers[Measure.REPORTED] for line in queries.figures(session, MARCH, by=By.DISTRICT, method=method)
    }
    assert found == {"310100": 2, "310115": 1}


def test_nobody_objected_rightly_and_nothing_is_shown_too_long(session, city, method):
    decision(session, city.tax, date(2026, 3, 2))
    line = lines(session, method)["市税务局"]
    assert line.numbers[Measure.UPHELD] == 0
    assert line.numbers[Measure.EXPIRED] == 0


@pytest.mark.parametrize("measure", [*CONDITIONS, queries.UNITS, queries.GOOD])
def test_every_figure_is_the_number_of_its_records(session, city, method, measure):
    random_city(session, city, 7)
    for label, line in lines(session, method).items():
        found = queries.records(
            session, everyone(city.bureau), MARCH, measure=measure, by=By.DEPARTMENT, key=line.key, method=method, size=100
        )
        if measure in CONDITIONS:
            assert (len(found), {one.total for one in found} or {0}) == (line.numbers[measure], {line.numbers[measure]}), label
        else:
            units = {(one.department_id, one.decided_on.month) for one in found}
            assert bool(found) == bool(line.standing.units if measure == queries.UNITS else line.standing.good), units


def test_records_of_others_are_not_shown(session, city, method):
    decision(session, city.tax, date(2026, 3, 2))
    session.flush()
    east = Principal("person", 1, "沈某某", city.east.id, scopes=(Scope(f"{city.east.path}"),))
    asked = {"measure": Measure.REPORTED, "by": By.DEPARTMENT, "key": str(city.tax.id), "method": method, "size": 10}
    assert queries.records(session, east, MARCH, **asked) == []
    assert len(queries.records(session, everyone(city.tax), MARCH, **asked)) == 1


def test_a_page_of_figures_is_one_statement_over_decisions(session, city, method):
    decision(session, city.tax, date(2026, 3, 2))
    session.flush()
    said: list[str] = []
    event.listen(session.connection(), "before_cursor_execute", lambda *given: said.append(given[2]))
    queries.figures(session, MARCH, by=By.DEPARTMENT, method=method)
    assert sum("credit.decision" in statement for statement in said) == 1


def test_months_stand_in_order(session, city, method):
    for month in (1, 3):
        decision(session, city.tax, date(2026, month, 5))
    session.flush()
    year = Period(date(2026, 1, 1), date(2026, 12, 31), date(2026, 4, 30))
    found = queries.months(session, year, method=method, department_id=None)
    assert [(day.month, reported) for day, reported, _timed, _late in found] == [(1, 1), (3, 1)]
