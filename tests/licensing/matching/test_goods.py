"""What a scope says of food, medicine, devices and farming, however it puts it."""

import pytest

from tests.factories.scopes import by_rules_alone

MATCHER = by_rules_alone()
DEVICES = {"SP028", "SP029", "SP030", "SP031"}


def items(scope: str) -> set[str]:
    return {match.item for match in MATCHER.match(scope).matches}


@pytest.mark.parametrize(
    ("scope", "asked"),
    [
        ("医疗器械二、三（具体以许可证为准）零售", {"SP030", "SP031"}),
        ("医疗器械Ⅲ类、Ⅱ类、Ⅰ类批发", {"SP030", "SP031"}),
        ("III医疗器械：医用电子仪器设备、物理治疗及康复设备批发", {"SP030"}),
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


def test_a_cooperative_trades_what_its_members_raise() -> None:
    assert items("组织收购、销售成员种植的花卉，养殖的家禽、水产品") == set()
    assert items("组织采购、供应成员养殖生猪所需的生产资料") == set()
    assert items("组织成员养殖牛、羊、鸡，并为成员提供销售服务") == {"SP146"}


def test_the_verb_in_its_own_bracket_counts_for_a_word() -> None:
    assert items("烟（零售）、酒、日用百货的批发零售") & {"SP010", "QZ02"} == {"SP010"}


def test_a_word_that_heads_a_list_has_the_verb_of_the_list() -> None:
    assert items("农药：复硝酚钠水剂、萘乙酸水剂的生产、销售") == {"SP143"}


def test_a_heading_gives_way_to_what_is_listed_under_it() -> None:
    assert items("食品经营：保健食品、预包装食品零售") == {"SP002"}
    assert items("食品经营（预包装食品销售）") == {"SP002"}
    assert items("食品经营：预包装食品、散装食品零售") == {"SP001"}


def test_beauty_between_works_on_cars_is_of_cars() -> None:
    assert "SP012" not in items("汽车装潢、美容服务")
    assert items("美容、美发") == {"SP012"}


def test_a_name_may_follow_a_class_of_goods() -> None:
    assert "SP006" in items("食品添加剂焦亚硫酸钠生产销售")


def test_goods_that_are_made_are_not_traded() -> None:
    assert "SP031" not in items("理疗床垫、家用医疗器械配套件生产") | items("体温计生产")
    assert items("馒头、豆浆等中式点心制售") == {"SP003"}


@pytest.mark.parametrize("scope", ["定点屠宰生猪", "生猪定点屠宰", "家禽宰杀"])
def test_slaughter_asks_for_the_ground_and_the_act(scope: str) -> None:
    assert items(scope) >= {"SP146", "SP176"}


def test_what_stands_in_the_bracket_of_primary_products_asks_for_nothing() -> None:
    assert items("食用农产品（粮食、坚果、茶叶）零售") == set()


def test_what_is_provided_for_others_trades_is_not_the_firms_own() -> None:
    assert items("为成员的果树种植、养鸡及鱼类养殖提供生产资料采购、信息咨询服务") == set()


@pytest.mark.parametrize(
    ("scope", "item"),
    [
        ("医疗器械研发、生产、销售", "SP028"),
        ("食品研发、生产、销售", "SP004"),
        ("农药研发、生产", "SP143"),
        ("调味料：（半固态）生产", "SP004"),
    ],
)
def test_research_before_production_does_not_hide_it(scope: str, item: str) -> None:
    assert item in items(scope)
    assert items(scope.partition("、")[0].replace("：（半固态）生产", "研发")) == set()


def test_repair_before_a_sale_does_not_hide_it() -> None:
    assert items("医疗器械维修、销售") == {"SP031"}
    assert items("医疗器械维修") == set()


def test_a_thing_that_begins_with_a_verb_leads_no_list() -> None:
    assert items("消毒杀虫品（危险化学品除外）、日用百货、预包装食品") == {"SP002"}
    assert items("批发医疗器械Ⅰ类、II类") == {"SP031"}


def test_packing_among_verbs_breaks_no_list_of_verbs() -> None:
    assert items("食品研发、包装、加工、销售") == {"SP004"}


def test_what_a_factory_imports_for_its_own_needs_is_not_made() -> None:
    assert items("进口本公司生产所需的原辅料、设备及预包装食品") == set()


@pytest.mark.parametrize(
    ("scope", "item"),
    [("成员放养肉鸡销售", "SP146"), ("养殖龙虾销售", "SP149"), ("加工大米销售", "SP004")],
)
def test_what_goods_begin_with_counts_where_they_end_with_their_sale(scope: str, item: str) -> None:
    assert item in items(scope)
    assert item not in items(f"收购{scope[-4:]}")


@pytest.mark.parametrize(
    ("scope", "asked"),
    [
        ("乙醚制造", {"SP080", "SP100", "SP104"}),
        ("环氧丙烷、丙烯腈销售", {"QZ10"}),
        ("苯甲酸、柠檬酸钠销售", set()),
        ("农药批发、零售", {"SP142"}),
        ("大田用种的生产", {"SP136"}),
        ("玉米油、苏打水的生产", {"SP004"}),
    ],
)
def test_whole_families_of_goods_are_known_by_their_names(scope: str, asked: set[str]) -> None:
    assert items(scope) == asked


@pytest.mark.parametrize(
    ("scope", "asked"),
    [
        ("卷烟批发、零售", {"SP010", "QZ02"}),
        ("出版物批发及零售", {"SP128", "SP129"}),
        ("药品零售、批发", {"SP023", "SP024"}),
        ("图书批发", {"SP129"}),
    ],
)
def test_goods_sold_in_two_ways_ask_for_both(scope: str, asked: set[str]) -> None:
    assert items(scope) == asked


def test_kinds_of_insurance_beside_the_repair_of_cars_are_no_insurer() -> None:
    assert "QZ06" not in items("乘用车维修（二类）；机动车辆保险")
    assert "QZ06" in items("企业财产损失保险；家庭财产损失保险；机动车辆保险")


def test_seeds_of_herds_are_no_seeds_of_crops() -> None:
    assert "SP136" not in items("牛羊养殖、良种培育")
    assert "SP136" in items("农作物良种选育")
