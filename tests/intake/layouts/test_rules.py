"""What a header row says about a file."""

import pytest

from supervision.intake.kinds import RowKind
from supervision.intake.layouts import rules
from supervision.intake.layouts.queries import shipped
from supervision.intake.layouts.schemas import YUAN, Layout, Mapping
from tests.factories.tiny import TINY
from wsgi import PLATFORM

KINDS = PLATFORM.parts(RowKind)


def best(header: list[str], filename: str = "数据.csv"):
    return rules.guesses(header, filename, KINDS, shipped())[0]


def test_a_layout_that_ships_speaks_of_fields_that_exist():
    fields = {kind.name: {item.name for item in kind.fields} for kind in KINDS}
    for layout in shipped():
        assert {*layout.columns, *layout.constants, *layout.units} <= fields[layout.kind], layout.name


def test_layouts_that_ship_have_names_of_their_own():
    names = [layout.name for layout in shipped()]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("layout", shipped(), ids=lambda layout: layout.name)
def test_a_file_with_a_layout_s_own_header_is_recognised_as_it(layout: Layout):
    header = [names[0] for names in layout.columns.values()]
    guess = best(header, f"{''.join(layout.filename_words[:1])}.csv")
    assert guess.kind == layout.kind
    assert guess.mapping.columns == {names[0]: field for field, names in layout.columns.items()}
    assert rules.recognised(guess)


def test_columns_are_matched_whatever_brackets_blanks_and_stars_stand_around_the_name():
    mapping = rules.mapping_for(["*行政相对人 名称：", "统一社会信用代码（必填）", "罚款金额(元)"], TINY)
    assert list(mapping.columns.values()) == ["name", "code", "fine"]
    assert mapping.units == {"fine": YUAN}


@pytest.mark.parametrize(
    ("header", "yuan"), [("罚款金额（元）", True), ("罚款金额（万元）", False), ("罚款金额", False), ("金额 单位：元", True)]
)
def test_the_unit_is_read_from_the_header(header, yuan):
    assert rules.header_in_yuan(header) is yuan


def test_each_field_and_each_column_is_used_once():
    mapping = rules.mapping_for(["企业名称", "行政相对人名称", "信用代码"], TINY)
    assert mapping.columns == {"行政相对人名称": "name", "信用代码": "code"}


def test_a_single_column_of_names_is_no_kind_unless_the_file_s_name_says_so():
    assert not rules.recognised(best(["企业名称"], "名单.csv"))
    assert best(["企业名称"], "经营异常企业信息.csv").mapping.constants == {"list_name": "经营异常名录"}


def test_a_layout_with_constants_is_not_applied_to_a_file_of_another_shape():
    guess = best(["企业名称", "统一社会信用代码", "列入日期", "列入事由"])
    assert (guess.kind, guess.layout) == ("list_entry", None)


def test_the_same_meaning_has_the_same_digest_whatever_the_order():
    assert Mapping({"甲": "a", "乙": "b"}).digest == Mapping({"乙": "b", "甲": "a"}).digest
    assert Mapping({"甲": "a"}).digest != Mapping({"甲": "a"}, {"a": YUAN}).digest


def test_what_is_missing_is_named_by_its_label():
    assert rules.missing_fields(Mapping({"代码": "code"}), TINY) == ("行政相对人名称",)
    assert rules.missing_fields(Mapping({}, {}, {"name": "某单位"}), TINY) == ()
