"""Giving a function in a place to a department."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from supervision.accounts import service as accounts
from supervision.accounts.departments import service as ending
from supervision.kernel.audit.models import AuditEntry
from supervision.licensing.offices import service
from supervision.licensing.offices.errors import BeginsTooEarly, DepartmentEnded, DivisionFaulty, FunctionUnknown
from supervision.licensing.offices.models import StoredOffice

NOW = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
TODAY = date(2026, 11, 22)
PLACE = "990102"


@pytest.fixture
def departments(session: Session) -> list[int]:
    return [
        int(accounts.create_department(session, code=code, name=f"{code}局", division=PLACE, actor="user:1", now=NOW).id)
        for code in ("first", "second")
    ]


def assign(
    session: Session, department_id: int | None, starts_on: date, function: str = "transport", place: str = PLACE
) -> None:
    service.assign(
        session,
        function=function,
        division=place,
        department_id=department_id,
        starts_on=starts_on,
        actor="user:1",
        now=NOW,
    )


def periods(session: Session) -> Iterator[tuple[int, date, date | None]]:
    rows = session.scalars(select(StoredOffice).order_by(StoredOffice.valid_from))
    return ((row.department_id, row.valid_from, row.valid_to) for row in rows)


def test_a_new_office_ends_the_one_before_on_its_first_day(session: Session, departments: list[int]) -> None:
    assign(session, departments[0], date(2020, 1, 1))
    assign(session, departments[1], TODAY)
    assert list(periods(session)) == [(departments[0], date(2020, 1, 1), TODAY), (departments[1], TODAY, None)]


def test_a_slip_of_the_same_day_is_replaced(session: Session, departments: list[int]) -> None:
    assign(session, departments[0], TODAY)
    assign(session, departments[1], TODAY)
    assert list(periods(session)) == [(departments[1], TODAY, None)]


def test_the_same_again_changes_nothing(session: Session, departments: list[int]) -> None:
    assign(session, departments[0], date(2020, 1, 1))
    assign(session, departments[0], TODAY)
    assert list(periods(session)) == [(departments[0], date(2020, 1, 1), None)]


def test_a_function_may_end_without_an_heir(session: Session, departments: list[int]) -> None:
    assign(session, departments[0], date(2020, 1, 1))
    assign(session, None, TODAY)
    assert list(periods(session)) == [(departments[0], date(2020, 1, 1), TODAY)]


def test_what_cannot_be_is_refused(session: Session, departments: list[int]) -> None:
    assign(session, departments[0], TODAY)
    with pytest.raises(BeginsTooEarly, match="2026-11-22"):
        assign(session, departments[1], date(2026, 1, 1))
    with pytest.raises(FunctionUnknown):
        assign(session, departments[0], TODAY, function="magic")
    with pytest.raises(DivisionFaulty):
        assign(session, departments[0], TODAY, place="云汀市")
    ending.end_department(session, department_id=departments[1], ends_on=TODAY, merged_into=None, actor="user:1", now=NOW)
    with pytest.raises(DepartmentEnded):
        assign(session, departments[1], TODAY, function="health")


def test_every_change_is_in_the_audit(session: Session, departments: list[int]) -> None:
    assign(session, departments[0], TODAY)
    session.commit()
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "licensing.office.assign")).one()
    assert json.loads(entry.detail) == {
        "function": "transport",
        "division": PLACE,
        "department_id": departments[0],
        "starts_on": "2026-11-22",
    }
