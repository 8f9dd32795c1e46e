"""Names of licences against names of items, and what licences say of themselves."""

from datetime import date

import pytest

from supervision.notices.closing.judging.rules import Names, core, judge, state_of
from supervision.notices.closing.judging.schemas import Licence, Wanted

CERTAIN, POSSIBLE = 0.85, 0.5
NAMES = Names(
    cores={"A": frozenset({"食品经营许可", "食品经营许可餐饮服务"}), "B": frozenset({"食品经营许可", "食品经营许可食品销售"}), "C": frozenset({"烟草专卖零售许可"})},
    marks={"A": "餐饮服务", "B": "食品销售", "C": None},
    by_core={"食品经营许可": frozenset({"A", "B"}), "烟草专卖零售许可": frozenset({"C"})},
)  # fmt: skip
ON = date(2026, 11, 18)


def licence(item: str | None, **values) -> Licence:
    fields = dict.fromkeys(Licence.__slots__)
    return Licence(**{**fields, "record_id": 1, "matched": "code", "item": item, "source_id": 9, **values})


def wanted(code: str = "C", name: str = "烟草专卖零售许可", **values) -> Wanted:
    return Wanted(code, name, values.pop("department_id", 5), values.pop("office", "烟草局"), values.pop("beside", ()))


@pytest.mark.parametrize(
    "text", ["食品经营许可证", "食品经营许可证核发", "食品经营许可（变更）", " 食品 经营许可证 延续", "食品经营许可证注销"]
)
def test_how_it_was_handled_is_no_part_of_a_name(text):
    assert core(text) == "食品经营许可"


def test_a_name_that_is_only_handling_stays():
    assert core("核发") == "核发"


@pytest.mark.parametrize("title", ["烟草专卖零售许可证核发", "烟草专卖零售许可", "云汀市烟草专卖零售许可证（新办）"])
def test_the_same_name_is_certain(title):
    assert judge(licence(title), wanted(), NAMES).certainty >= CERTAIN


@pytest.mark.parametrize("title", ["烟草专卖零售", "烟草专卖零售点许可"])
def test_a_part_or_a_likeness_is_possible(title):
    assert POSSIBLE <= judge(licence(title), wanted(), NAMES).certainty < CERTAIN


@pytest.mark.parametrize("title", ["道路运输经营许可证", "烟草", "许可", None])
def test_anything_else_is_nothing(title):
    assert judge(licence(title), wanted(), NAMES).certainty < POSSIBLE


def test_one_licence_for_two_items_of_the_firm_is_not_certain_without_its_content():
    food = wanted("A", "食品经营许可（餐饮服务）", beside=("B",))
    assert judge(licence("食品经营许可证"), food, NAMES).certainty < CERTAIN
    assert judge(licence("食品经营许可证", content="餐饮服务、热食类"), food, NAMES).certainty >= CERTAIN
    assert judge(licence("食品经营许可证"), wanted("A", "食品经营许可（餐饮服务）", beside=("C",)), NAMES).certainty >= CERTAIN


def test_a_firm_known_by_name_only_is_never_certain():
    assert judge(licence("烟草专卖零售许可证", matched="name"), wanted(), NAMES).certainty < CERTAIN


def test_the_office_that_reports_it_makes_it_surer():
    known, strange = (
        judge(licence("烟草专卖零售许可证", source_id=5), wanted(), NAMES),
        judge(licence("烟草专卖零售许可证"), wanted(), NAMES),
    )
    assert known.certainty > strange.certainty
    assert "由承办部门报送" in known.why


@pytest.mark.parametrize(
    ("values", "state"),
    [
        ({}, "valid"),
        ({"valid_to": ON}, "valid"),
        ({"valid_to": date(2026, 11, 17)}, "expired"),
        ({"valid_to": date(2099, 12, 31)}, "valid"),
        ({"result": "已吊销"}, "revoked"),
        ({"result": "注销", "valid_to": date(2030, 1, 1)}, "cancelled"),
        ({"category": "撤销许可"}, "cancelled"),
        ({"item": "食品经营许可证注销"}, "cancelled"),
        ({"result": "不予许可"}, "refused"),
        ({"result": "有效"}, "valid"),
    ],
)
def test_what_a_licence_says_of_itself(values, state):
    assert state_of(licence(values.pop("item", "食品经营许可证"), **values), on=ON) == state
