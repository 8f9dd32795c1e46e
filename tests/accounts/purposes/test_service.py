from datetime import date, timedelta

import pytest

from supervision.accounts.purposes.errors import PersonsOnly, QuotaUsedUp
from supervision.accounts.purposes.queries import department_months, granted, person_months
from supervision.accounts.purposes.rules import Verdict
from supervision.accounts.purposes.service import declare, review_month
from supervision.kernel.access import Principal
from tests.factories.accounts import NOW, SEED, acting, person

NOVEMBER = date(2026, 11, 1)


@pytest.fixture
def shen(session, city):
    return acting(person(session, "shen", city.east))


def say(session, who, *, subject="archive:12", case_no="案118", now=NOW):
    return declare(session, who, subject=subject, purpose="case", case_no=case_no, now=now)


def test_without_a_declaration_nothing_opens(session, shen):
    assert granted(session, shen, subject="archive:12", now=NOW) is None


def test_a_declaration_opens_one_subject_for_half_an_hour(session, shen):
    say(session, shen)
    end = NOW + timedelta(minutes=30)
    assert granted(session, shen, subject="archive:12", now=NOW).case_no == "案118"
    assert granted(session, shen, subject="archive:12", now=end - timedelta(seconds=1)) is not None
    assert granted(session, shen, subject="archive:12", now=end) is None
    assert granted(session, shen, subject="archive:13", now=NOW) is None


def test_it_opens_for_that_person_in_that_department_only(session, city, shen):
    say(session, shen)
    lin = acting(person(session, "lin", city.east))
    elsewhere = Principal("person", shen.id, shen.name, city.west.id)
    assert granted(session, lin, subject="archive:12", now=NOW) is None
    assert granted(session, elsewhere, subject="archive:12", now=NOW) is None


def test_a_second_click_is_not_a_second_declaration(session, shen):
    first = say(session, shen)
    assert say(session, shen, now=NOW + timedelta(minutes=1)) == first
    assert say(session, shen, case_no="案119").id != first.id


def test_a_system_opens_nothing(session, city):
    system = Principal("client", 1, "系统", city.east.id, permissions=frozenset({"archive.personal"}))
    with pytest.raises(PersonsOnly):
        say(session, system)
    assert granted(session, system, subject="archive:12", now=NOW) is None


def test_fifty_subjects_a_day_and_tomorrow_again(session, shen):
    for number in range(50):
        say(session, shen, subject=f"archive:{number}")
    with pytest.raises(QuotaUsedUp):
        say(session, shen, subject="archive:51")
    assert say(session, shen, subject="archive:51", now=NOW + timedelta(hours=14)) is not None


def test_the_reviewer_sees_counts_by_department_and_person(session, city, shen):
    lin = acting(person(session, "lin", city.east))
    other = acting(person(session, "wu", city.tax))
    say(session, shen)
    say(session, shen, subject="archive:13", now=NOW + timedelta(hours=10))
    say(session, lin)
    say(session, other)
    east, tax = department_months(session, NOVEMBER)
    assert (east.department.id, east.declarations, east.people, east.subjects, east.outside_hours) == (
        city.east.id,
        3,
        2,
        2,
        1,
    )
    assert tax.declarations == 1
    by_person = person_months(session, month=NOVEMBER, department_id=city.east.id)
    assert [(line.user_id, line.declarations, line.busiest_day) for line in by_person] == [(shen.id, 2, 2), (lin.id, 1, 1)]


def test_a_review_covers_what_there_was_and_no_more(session, city, shen):
    say(session, shen)
    review_month(
        session, month=NOVEMBER, department_id=city.east.id, verdict=Verdict.IN_ORDER, remark="已核", actor=SEED, now=NOW
    )
    assert not department_months(session, NOVEMBER)[0].open
    say(session, shen, subject="archive:13")
    assert department_months(session, NOVEMBER)[0].open
