"""Who gives a permit in a place on a day."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from sqlalchemy.orm import Session

from supervision.accounts import service as accounts
from supervision.accounts.departments import service as departments
from supervision.licensing.catalogue.schemas import Item, Level, Stage
from supervision.licensing.offices import queries, service
from supervision.licensing.offices.schemas import NoOffice, Office

NOW = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
TODAY = date(2026, 11, 22)
SINCE = date(2020, 1, 1)
CITY, DISTRICT = "330100", "330102"

Found = Callable[[str, str, str], int]


def item(*departments: str, levels: tuple[Level, ...] = (Level.COUNTY,)) -> Item:
    return Item("SP900", "试验许可", Stage.POST, departments, levels, "试验条例第1条", "要：试验。")


@pytest.fixture
def office(session: Session) -> Found:
    """Found a department and give it a function in a division."""

    def make(code: str, function: str, division: str) -> int:
        made = accounts.create_department(session, code=code, name=f"{code}局", division=division, actor="user:1", now=NOW)
        service.assign(
            session, function=function, division=division, department_id=made.id, starts_on=SINCE, actor="user:1", now=NOW
        )
        return int(made.id)

    return make


def find(session: Session, wanted: Item, division: str | None, on: date = TODAY) -> Office | NoOffice:
    return queries.office_for(session, item=wanted, division=division, on=on)


def test_the_office_of_the_same_level_comes_first(session: Session, office: Found) -> None:
    office("city", "transport", CITY)
    here = office("district", "transport", DISTRICT)
    assert find(session, item("transport"), DISTRICT) == Office(here, "transport", DISTRICT)


def test_an_item_that_the_city_decides_goes_to_the_city(session: Session, office: Found) -> None:
    above = office("city", "transport", CITY)
    office("district", "transport", DISTRICT)
    assert find(session, item("transport", levels=(Level.CITY, Level.COUNTY)), DISTRICT) == Office(above, "transport", CITY)


def test_where_the_deciding_level_has_no_office_another_stands_in_and_says_so(session: Session, office: Found) -> None:
    above = office("city", "transport", CITY)
    found = find(session, item("transport"), DISTRICT)
    assert isinstance(found, Office)
    assert (found.department_id, found.division) == (above, CITY)
    assert "审批层级为县级" in found.note


def test_an_item_of_the_province_goes_to_the_same_function_here_when_the_province_is_not_on_the_platform(
    session: Session, office: Found
) -> None:
    here = office("district", "market", DISTRICT)
    found = find(session, item("drug|market", levels=(Level.PROVINCE,)), DISTRICT)
    assert isinstance(found, Office)
    assert (found.department_id, found.function) == (here, "market")


def test_a_firm_of_the_city_itself_is_never_sent_down_to_a_district(session: Session, office: Found) -> None:
    office("district", "transport", DISTRICT)
    assert isinstance(find(session, item("transport"), CITY), NoOffice)


def test_of_alternatives_one_answers_and_of_several_recipients_each(session: Session, office: Found) -> None:
    culture, police = office("culture", "culture", DISTRICT), office("police", "police", DISTRICT)
    table = queries.offices(session, on=TODAY)
    answers = table.find_all(item("heritage|culture", "police"), DISTRICT)
    assert [answer.department_id for answer in answers if isinstance(answer, Office)] == [culture, police]
    both = table.find_all(item("culture", "heritage|culture"), DISTRICT)
    assert [answer.department_id for answer in both if isinstance(answer, Office)] == [culture]


def test_of_several_recipients_one_without_an_office_is_told_beside_the_other(session: Session, office: Found) -> None:
    police = office("police", "police", DISTRICT)
    wanted = item("culture", "police")
    missing, found = queries.offices(session, on=TODAY).find_all(wanted, DISTRICT)
    assert missing == NoOffice("330102 及上级都没有登记“文化旅游”职能的归口部门", "culture")
    assert found == find(session, wanted, DISTRICT) == Office(police, "police", DISTRICT)


def test_a_merged_department_is_followed_to_the_one_that_took_over(session: Session, office: Found) -> None:
    former, heir = office("old", "transport", DISTRICT), office("new", "housing", DISTRICT)
    departments.end_department(
        session, department_id=former, ends_on=date(2026, 1, 1), merged_into=heir, actor="user:1", now=NOW
    )
    found = find(session, item("transport"), DISTRICT)
    assert isinstance(found, Office)
    assert found.department_id == heir
    assert found.note == "“old局”已撤并，由“new局”接续"
    before = find(session, item("transport"), DISTRICT, date(2025, 12, 31))
    assert before == Office(former, "transport", DISTRICT)


def test_a_department_that_ended_without_heir_is_nobody_and_the_city_steps_in_where_it_can(
    session: Session, office: Found
) -> None:
    former = office("old", "transport", DISTRICT)
    departments.end_department(session, department_id=former, ends_on=TODAY, merged_into=None, actor="user:1", now=NOW)
    lost = find(session, item("transport"), DISTRICT)
    assert lost == NoOffice("“old局”已于 2026-11-22 撤并，没有接续部门", "transport")
    above = office("city", "transport", CITY)
    found = find(session, item("transport"), DISTRICT)
    assert isinstance(found, Office)
    assert found.department_id == above


@pytest.mark.parametrize(
    ("division", "reason"),
    [
        (None, "登记信息没有行政区划，无法确定审批部门"),
        ("", "登记信息没有行政区划，无法确定审批部门"),
        ("889900", "行政区划 889900 不在区划代码表，也没有归口部门，无法确定审批部门"),
        ("330102", "330102 及上级都没有登记“交通运输”职能的归口部门"),
    ],
)
def test_where_nobody_is_found_the_reason_is_plain(session: Session, division: str | None, reason: str) -> None:
    assert find(session, item("transport"), division) == NoOffice(reason, "transport")
