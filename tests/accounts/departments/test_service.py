from datetime import date

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from supervision.accounts.departments import queries
from supervision.accounts.departments.errors import (
    AlreadyEnded,
    CodeTaken,
    DepartmentNotFound,
    DivisionNotACode,
    IntoItself,
    StillNeeded,
    UsccWrong,
)
from supervision.accounts.departments.service import create_department, end_department
from supervision.accounts.models import Department
from supervision.kernel.access import Scope
from tests.factories.accounts import NOW, SEED


def create(session, code="new", **more):
    return create_department(session, code=code, name="新部门", actor=SEED, now=NOW, **more)


def test_the_two_sources_without_a_department_are_there_from_the_start(session):
    rows = session.execute(select(Department.id, Department.code).where(Department.id < 3).order_by(Department.id)).all()
    assert [tuple(row) for row in rows] == [(1, "unspecified"), (2, "registrar")]


def test_a_department_stands_below_its_parent(session, city):
    below = create(session, parent_id=city.east.id)
    assert below.path == f"{city.east.path}{below.id}/"
    assert below.path.startswith(city.bureau.path)


@pytest.mark.parametrize(("division", "level"), [("310100", "city"), ("310115", "district"), (None, "city")])
def test_the_level_follows_from_the_division(session, division, level):
    assert create(session, division=division).level == level


def test_a_code_belongs_to_one_department(session, city):
    with pytest.raises(CodeTaken):
        create(session, code="tax")


@pytest.mark.parametrize(
    ("more", "refusal"), [({"division": "31"}, DivisionNotACode), ({"parent_id": 999_999}, DepartmentNotFound)]
)
def test_what_makes_no_sense_is_refused(session, more, refusal):
    with pytest.raises(refusal):
        create(session, **more)


def test_a_wrong_check_digit_is_refused(session):
    with pytest.raises(UsccWrong):
        create(session, uscc="11310000002420000X")


def test_a_department_with_living_ones_below_goes_on(session, city):
    with pytest.raises(StillNeeded):
        end_department(session, department_id=city.bureau.id, ends_on=date(2027, 1, 1), merged_into=None, actor=SEED, now=NOW)


def test_an_ended_department_is_kept_and_receives_nothing(session, city):
    end_department(
        session, department_id=city.tax.id, ends_on=date(2027, 1, 1), merged_into=city.bureau.id, actor=SEED, now=NOW
    )
    assert city.tax in queries.departments(session)
    assert city.tax in queries.departments(session, on=date(2026, 12, 31))
    assert city.tax not in queries.departments(session, on=date(2027, 1, 1))
    with pytest.raises(AlreadyEnded):
        create(session, parent_id=city.tax.id)
    with pytest.raises(AlreadyEnded):
        end_department(session, department_id=city.tax.id, ends_on=date(2027, 2, 1), merged_into=None, actor=SEED, now=NOW)


def test_a_department_does_not_become_itself(session, city):
    with pytest.raises(IntoItself):
        end_department(
            session, department_id=city.tax.id, ends_on=date(2027, 1, 1), merged_into=city.tax.id, actor=SEED, now=NOW
        )


@pytest.mark.parametrize(
    "wrong",
    [
        {"path": "/3/"},
        {"path": "/999999/", "parent_id": 1},
        {"division": "31010"},
        {"level": "village"},
        {"merged_into": 1},
        {"valid_from": date(2026, 1, 2), "valid_to": date(2026, 1, 1)},
    ],
)
def test_the_database_refuses_what_must_never_be_stored(session, wrong):
    good = {"id": 999_999, "code": "x", "name": "x", "short_name": "x", "level": "city", "path": "/999999/"}
    with pytest.raises(IntegrityError):
        session.execute(insert(Department).values(**{**good, **wrong}))


def test_a_scope_covers_its_subtree_and_its_division(session, city):
    def covered(scope):
        return set(session.scalars(select(Department.code).where(scope.covers(Department.path, Department.division))))

    assert covered(Scope(city.bureau.path)) == {"scjg", "scjg-e", "scjg-w"}
    assert covered(Scope(city.east.path)) == {"scjg-e"}
    assert covered(Scope(city.bureau.path, "310105")) == {"scjg-w"}
    assert covered(Scope(division="3101")) == {"scjg", "scjg-e", "scjg-w", "tax"}
    assert covered(Scope()) >= {"scjg", "scjg-e", "scjg-w", "tax", "registrar"}


def test_a_number_that_only_begins_alike_is_not_below(session, city):
    for number in range(10, 20):
        create(session, code=f"more-{number}")
    found = session.scalars(select(Department.id).where(Scope("/1/").covers(Department.path)))
    assert list(found) == [1]
