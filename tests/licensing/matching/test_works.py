"""How works, designs, supervision and chemicals are told apart: who builds, who designs, who only names them."""

import pytest

from tests.factories.scopes import by_rules_alone

MATCHER = by_rules_alone()
BUILDING, DESIGN, SUPERVISION, GUARDED = "SP050", "SP052", "SP054", "SP184"


def asked(scope: str) -> set[str]:
    return {match.item for match in MATCHER.match(scope).matches}


@pytest.mark.parametrize(
    ("scope", "builds"),
    [
        ("市政公共建设设施施工", True),
        ("园林绿化施工", False),
        ("路牌、广告牌施工", False),
        ("设计、施工", False),
        ("市政道路、排水、园林绿化工程施工", True),
        ("城乡基础设施建设", False),
        ("基础设施建设工程施工", True),
        ("地基基础、主体结构检测", False),
        ("脚手架、建筑材料、阀门批发兼零售", False),
        ("装饰、建筑材料批发、零售", False),
        ("装饰、水电安装", True),
    ],
)
def test_who_builds_is_told_by_what_is_done_to_the_works(scope: str, builds: bool) -> None:  # noqa: FBT001 - a column of the table
    assert (BUILDING in asked(scope)) is builds


def test_a_verb_behind_a_bracket_speaks_for_the_word_in_it() -> None:
    assert asked("建筑行业（建筑工程）设计") == {DESIGN}
    assert asked("建筑工程（凭资质经营）") == {BUILDING}


def test_works_in_a_bracket_are_only_designed_unless_more_is_done_behind_it() -> None:
    assert asked("市政工程设计（道路工程、给水工程）") == {DESIGN}
    assert BUILDING in asked("建筑工程设计（室内装饰工程）、施工")


def test_the_supervision_of_the_last_works_is_that_of_all() -> None:
    assert asked("市政公用工程、房建工程、公路工程监理") == {SUPERVISION}
    assert asked("市政公用工程、房建工程、建设工程监理") == {SUPERVISION, BUILDING}


def test_any_works_may_be_designed_but_goods_are_designed_otherwise() -> None:
    assert DESIGN in asked("热力工程、防腐工程的设计")
    assert DESIGN not in asked("铝合金门窗、幕墙、铝合金制品的设计、生产、销售")


def test_a_design_behind_a_comma_is_not_that_of_the_works_before_it() -> None:
    assert DESIGN not in asked("建筑装饰工程，室内装潢设计")


def test_another_design_in_the_list_leaves_the_works_to_the_builder() -> None:
    assert asked("装饰工程、平面设计") == {BUILDING}
    assert asked("装饰工程、广告设计、制作") == {BUILDING}
    assert asked("装饰工程、幕墙工程设计") == {DESIGN}


def test_a_word_that_runs_on_into_another_thing_is_not_meant() -> None:
    assert BUILDING not in asked("工程保安装置的维修、安装")
    assert "SP080" not in asked("冶炼机电设备安装")
    assert "SP080" in asked("冶炼")


def test_guarding_is_no_work_on_alarms() -> None:
    assert asked("门卫、巡逻、守护、安全技术防范、区域秩序维护") == {"QZ03"}
    assert GUARDED in asked("安全技术防范系统设计、施工、维修")


@pytest.mark.parametrize(
    ("scope", "items"),
    [
        ("污水处理及其再生利用", {"SP080"}),
        ("城市生活污水处理", {"SP080", "SP163"}),
        ("污水处理设备销售", set()),
        ("光伏电站的建设、经营", {"SP077"}),
        ("水力发电站安装", set()),
        ("汽油、柴油带储存设施经营", {"SP111", "QZ10"}),
        ("化工产品（不含：危险化学品）批发", set()),
        ("危险化学品的无储存批发", {"QZ10"}),
        ("硫酸锰生产", set()),
        ("生产性废旧金属回收", {"SP120", "SP121"}),
        ("国家允许的其他物资的购销", set()),
    ],
)
def test_energy_chemicals_and_waste_are_read_by_who_does_what(scope: str, items: set[str]) -> None:
    assert asked(scope) == items


def test_an_exception_closes_its_bracket() -> None:
    assert "SP007" in asked("水泥、水泥制品（专项审批的除外）、水泥熟料生产、销售")


def test_a_space_before_a_bracket_changes_nothing() -> None:
    assert asked("化工原料 （不含危险化学品）生产") == asked("化工原料（不含危险化学品）生产") == {"SP080"}
    assert asked("烟花爆竹零售*（依法须经批准的项目）") == {"SP102"}


def test_a_heading_that_ends_with_a_verb_speaks_for_its_list() -> None:
    assert "QZ10" not in asked("危险品运输：易燃液体、压缩气体")
    assert "QZ10" in asked("危险化学品批发：易燃液体、压缩气体")


def test_what_is_left_out_beyond_an_exception_stays_left_out() -> None:
    assert asked("销售化工产品（不含许可证核定事项外的危险化学品）") == set()
    assert "SP142" in asked("销售除危险化学品外的农药")


def test_advice_on_the_last_works_is_on_all_of_them() -> None:
    assert asked("建筑工程、公路工程、水利工程技术咨询") == set()
    assert asked("市政工程、水利工程、工程咨询") == {BUILDING}


def test_works_are_designed_by_whatever_name_they_go() -> None:
    assert asked("室内装饰装修工程的设计、施工") == {BUILDING, DESIGN}
    assert asked("地坪工程设计、施工") == {BUILDING, DESIGN}
    assert BUILDING not in asked("岩土工程、水文地质勘察、设计")


def test_goods_that_are_sold_are_installed_without_building() -> None:
    assert asked("路灯的生产、销售、安装") == set()
    assert asked("路灯安装") == {BUILDING}
    assert asked("通信设备、计算机软硬件的生产、销售、安装和设计与施工") == set()


def test_works_named_only_by_their_permit_are_works() -> None:
    assert asked("从事建筑相关业务（取得相关行政许可后方可执业）") == {BUILDING}
    assert asked("从事建筑相关业务") == set()


@pytest.mark.parametrize(
    ("scope", "item"),
    [
        ("供热、给水、排水管道、机械设备销售", "SP163"),
        ("石油化工、制药、造纸专用设备的设计", "SP026"),
        ("酒店、厨房设备销售", "SP036"),
        ("电力、电子设备的销售和安装", "SP170"),
        ("公寓设备、安保、消防器材的销售", "QZ03"),
    ],
)
def test_a_list_that_goes_on_to_things_names_only_what_they_are_for(scope: str, item: str) -> None:
    assert item not in asked(scope)


@pytest.mark.parametrize(
    ("scope", "items"),
    [
        ("售电；电力供应", {"SP170", "SP077"}),
        ("电力生产和销售", {"SP077"}),
        ("危险废物焚烧处置", {"SP081"}),
        ("普通硅酸盐水泥42.5制造", {"SP007"}),
        ("农药（危险化学品经营许可证有效期至某日）", {"SP142", "QZ10"}),
        ("加工过程不使用电镀工艺", set()),
    ],
)
def test_power_cement_and_poison_are_read_by_how_they_are_named(scope: str, items: set[str]) -> None:
    assert asked(scope) == items
