from datetime import date

import pytest

from supervision.kernel import divisions

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("code", "on", "name"),
    [
        ("310115", TODAY, "浦东新区"),
        ("310119", TODAY, "南汇区"),
        ("310000", TODAY, "上海市"),
        ("360782", date(2010, 1, 1), "南康市"),
        ("440524", TODAY, None),
        ("999999", TODAY, None),
    ],
)
def test_a_code_keeps_the_name_it_had(code, on, name):
    assert divisions.division_name(code, on) == name


def test_a_code_that_changed_its_name_has_the_name_of_the_day():
    assert divisions.division_name("429000", date(2005, 1, 1)) == "省直辖行政单位"
    assert divisions.division_name("429000", TODAY) == "省直辖县级行政区划"


def test_a_retired_code_is_known_and_says_since_when():
    assert divisions.is_known("310119")
    assert not divisions.is_retired("310119", date(2008, 1, 1))
    assert divisions.is_retired("310119", TODAY)


def test_the_full_name_leaves_out_codes_that_only_group():
    assert divisions.full_name("310115", TODAY) == "上海市浦东新区"
    assert divisions.full_name("330106", TODAY) == "浙江省杭州市西湖区"
    assert divisions.full_name("429004", TODAY) == "湖北省仙桃市"
    assert divisions.full_name("310100", TODAY) == "上海市"
    assert divisions.full_name("999999", TODAY) is None


def test_the_virtual_level_is_no_ancestor():
    assert divisions.is_virtual("429000")
    assert divisions.ancestors("429004", TODAY) == ["420000"]
    assert divisions.ancestors("330106", TODAY) == ["330000", "330100"]
    assert divisions.ancestors("310000", TODAY) == []


@pytest.mark.parametrize(
    ("code", "prefix"), [("310000", "31"), ("330100", "3301"), ("330106", "330106"), ("320500", "3205"), ("110100", "1101")]
)
def test_permission_compares_without_trailing_pairs_of_zeros(code, prefix):
    assert divisions.prefix(code) == prefix


def test_a_county_lies_in_its_city_and_province_only():
    assert divisions.within("330106", "330100")
    assert divisions.within("330106", "330000")
    assert not divisions.within("330206", "330100")
    assert divisions.within("429004", "420000")


def test_the_children_of_a_city_are_those_that_stand():
    codes = [item.code for item in divisions.children("310000", TODAY)]
    assert "310115" in codes
    assert "310119" not in codes
    assert "310100" not in codes
    assert "429004" in [item.code for item in divisions.children("420000", TODAY)]


def test_there_are_thirty_four_provinces():
    assert len(divisions.provinces(TODAY)) == 34
