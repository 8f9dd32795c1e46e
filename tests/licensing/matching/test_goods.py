"""What a scope says of food, medicine, devices and farming, however it puts it."""

import pytest

from supervision.licensing.catalogue.features import packaged_items
from supervision.licensing.catalogue.schemas import Catalogue
from supervision.licensing.matching.rules import Matcher

MATCHER = Matcher(Catalogue(1, "packaged", {item.code: item for item in packaged_items()}))
DEVICES = {"SP028", "SP029", "SP030", "SP031"}


def items(scope: str) -> set[str]:
    return {match.item for match in MATCHER.match(scope).matches}


@pytest.mark.parametrize(
    ("scope", "asked"),
    [
        ("医疗器械二、三（具体以许可证为准）零售", {"SP030", "SP031"}),
        ("医疗器械Ⅲ类、Ⅱ类、Ⅰ类批发", {"SP030", "SP031"}),
        ("三类、二类：6815注射穿刺器械", {"SP030", "SP031"}),
        ("Ⅱ类：普通诊察器械、注射穿刺器械的批发", {"SP031"}),
        ("医疗器械（三类：注射穿刺器械、6864医用卫生材料及敷料）销售", {"SP030"}),
        ("医疗器械（限一类）销售；三类机电设备销售", set()),
        ("第一类医疗器械生产", {"SP029"}),
        ("一、二类医疗器械生产", {"SP028"}),
        ("不含二、三类医疗器械", set()),
    ],
)
def test_classes_of_devices_are_read_in_any_order(scope: str, asked: set[str]) -> None:
    assert items(scope) & DEVICES == asked


def test_drinks_belong_to_the_restaurant_unless_they_are_sold() -> None:
    assert items("火锅、酒水") == {"SP003"}
    assert items("火锅；酒水零售") == {"SP003", "SP001"}


def test_making_and_trading_food_asks_for_both() -> None:
    assert items("食品生产经营") == {"SP001", "SP004"}


def test_a_verb_within_the_last_word_speaks_for_the_list_even_before_another() -> None:
    assert items("家禽、畜牧、水产养殖销售") == {"SP146", "SP149"}


def test_a_branch_does_what_it_takes_on_for_its_company() -> None:
    assert items("为公司承揽以下业务：中成药、化学药制剂零售") == {"SP023"}
