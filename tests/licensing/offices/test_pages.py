"""The table of offices in the browser."""

import pytest

from supervision.kernel.clock import today
from supervision.kernel.db import reading
from supervision.licensing.catalogue import queries as catalogue
from supervision.licensing.offices import queries
from supervision.licensing.offices.schemas import Office
from tests.factories.accounts import Browser, City

PAGE = "/licensing/offices"


def form(department: int, **changes: object) -> dict[str, object]:
    return {
        "function": "transport",
        "division": "310115",
        "department_id": department,
        "starts_on": today().isoformat(),
        **changes,
    }


def test_a_function_given_here_routes_from_then_on(keeper: Browser, committed_city: City) -> None:
    assert keeper.post(PAGE, form(committed_city.east.id)).status_code == 303
    page = keeper.client.get(PAGE).text
    assert "东区市场监管局" in page
    with reading() as session:
        item = catalogue.catalogue(session, on=today()).items["SP083"]
        found = queries.office_for(session, item=item, division="310115", on=today())
    assert isinstance(found, Office)
    assert found.department_id == committed_city.east.id


def test_the_gaps_are_in_sight_and_a_place_is_chosen(keeper: Browser, committed_city: City) -> None:
    keeper.post(PAGE, form(committed_city.bureau.id, division="310100"))
    page = keeper.client.get(PAGE).text
    assert "各地都没有归口部门的职能" in page
    assert "烟草专卖" in page
    assert "由市市场监管局承接" in page
    only = keeper.client.get(f"{PAGE}?place=310105").text
    assert 'data-label="上海市浦东新区"' not in only
    assert keeper.client.get(f"{PAGE}?place=nowhere").status_code == 200


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"division": "上海"}, "区划代码为 6 位数字"),
        ({"starts_on": ""}, "填写起始日期"),
        ({"function": "magic"}, 'role="alert"'),
        ({"department_id": 999}, 'role="alert"'),
    ],
)
def test_what_does_not_fit_is_said(keeper: Browser, committed_city: City, wrong: dict[str, object], words: str) -> None:
    answer = keeper.post(PAGE, form(committed_city.east.id, **wrong))
    assert answer.status_code == 422
    assert words in answer.text


def test_who_only_reads_is_offered_no_form(reader: Browser, committed_city: City) -> None:
    assert "登记归口" not in reader.client.get(PAGE).text
    assert reader.post(PAGE, form(committed_city.east.id)).status_code == 403


def test_an_item_names_its_office_in_each_place(keeper: Browser, committed_city: City) -> None:
    keeper.post(PAGE, form(committed_city.east.id))
    with reading() as session:
        version = catalogue.version_in_force(session, on=today())
    assert version is not None
    page = keeper.client.get(f"/licensing/catalogue/{version.id}/items/SP083").text
    assert "东区市场监管局" in page
    assert "无，进待认领池" in page
