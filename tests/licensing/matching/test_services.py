"""What a firm does itself, told from what it arranges, collects or staffs for others."""

import pytest

from tests.factories.scopes import by_rules_alone

MATCHER = by_rules_alone()


def asked(scope: str) -> set[str]:
    return {match.item for match in MATCHER.match(scope).matches}


@pytest.mark.parametrize(
    ("scope", "items"),
    [
        ("房屋建筑工程、土石方工程的劳务输出", set()),
        ("经营户外、印刷品、影视制作国内广告业务", set()),
        ("代收水、电、公共交通费用", set()),
        ("机动车辆保险（保险兼业代理业务许可证有效期至2019年）", {"SP107"}),
        ("机动车辆保险", {"QZ06"}),
        ("企业财产保险、机动车辆保险、货物运输保险", {"QZ06"}),
        ("存款、贷款、结算业务、代办保险", {"QZ06", "SP107"}),
        ("汽车销售、代办保险", set()),
    ],
)
def test_what_is_only_arranged_for_others_asks_for_nothing_of_its_own(scope: str, items: set[str]) -> None:
    assert asked(scope) == items


@pytest.mark.parametrize(
    ("scope", "items"),
    [
        ("医院工程、供热工程、城市轨道交通工程", {"SP050"}),
        ("幕墙工程施工", {"SP050"}),
        ("防水工程设计、施工", {"SP050", "SP052"}),
        ("土建工程劳务分包", {"SP050"}),
        ("劳务派遣，劳务分包", {"SP069"}),
        ("土石方工程的投资、建设", {"SP050"}),
        ("岩土工程监理、交通工程监理", {"SP054"}),
        ("市政工程的项目管理、施工", {"SP050"}),
        ("汽车检测与维修服务", {"SP087"}),
        ("汽车客、货运输、修理", {"SP083", "SP085", "SP087"}),
        ("企业宣传片、专题片的策划、前期拍摄及后期制作", {"SP046"}),
    ],
)
def test_works_and_services_keep_their_meaning_beside_the_words_of_others(scope: str, items: set[str]) -> None:
    assert asked(scope) == items


@pytest.mark.parametrize(
    ("scope", "items"),
    [
        ("房屋租赁居间代理", {"SP057"}),
        ("二手房买卖、租赁的中介服务", {"SP057"}),
        ("质量检验检测", {"SP058"}),
        ("建筑材料检测试验", {"SP058", "SP059"}),
        ("房地产开发、销售本公司开发的商品房", {"SP055"}),
        ("环保工程项目的设计", {"SP052"}),
        ("房地产中介咨询", {"SP057"}),
        ("质量检测咨询", set()),
    ],
)
def test_a_service_is_not_turned_by_its_own_kind(scope: str, items: set[str]) -> None:
    assert asked(scope) == items


@pytest.mark.parametrize(
    ("scope", "items"),
    [
        ("普通货运（按许可证核定事项从事经营）销售汽车配件", {"SP083"}),
        ("劳务派遣（在许可证有效期内方可经营）企业管理与咨询", {"SP069"}),
        ("药品（凭许可证经营）销售、保健品", {"SP023", "SP001"}),
        ("未取得许可证不得经营：燃气经营", {"SP053"}),
        ("不得经营：燃气经营", set()),
        ("劳务派遣、代理除通信业务、电信业务外的其他业务", {"SP069"}),
        ("对房地产的开发与投资", {"SP055"}),
        ("对房地产、矿业的投资", set()),
        ("环境监测服务、安全评估及上述领域内的技术服务", {"SP058"}),
    ],
)
def test_a_condition_is_no_denial_and_ends_where_another_trade_begins(scope: str, items: set[str]) -> None:
    assert asked(scope) == items


@pytest.mark.parametrize(
    ("scope", "items"),
    [
        ("糖果、饮料、汽车货运", {"SP001", "SP083"}),
        ("糖果、饮料，企业营销策划", {"SP001"}),
        ("百货、粮油、为客户代理收费", {"SP001"}),
        ("糖果、饮料的技术咨询", set()),
        ("线上线下销售糖果", {"SP001"}),
        ("起重设备拆装", {"SP033"}),
        ("集装箱堆存、拆装箱", set()),
        ("医疗器械（第一类医疗器械、第二类医疗器械）", {"SP031"}),
        ("医疗器械（第一类医疗器械）", set()),
        ("二 三类医疗器械销售", {"SP030", "SP031"}),
        ("三类：口腔科材料", {"SP030"}),
    ],
)
def test_goods_without_a_verb_keep_their_own_beside_other_trades(scope: str, items: set[str]) -> None:
    assert asked(scope) == items


@pytest.mark.parametrize(
    ("scope", "items"),
    [
        ("中成药、糖果、消毒药剂、玻璃器皿的零售", {"SP023", "SP001"}),
        ("体温计、早孕测试纸、手套销售", {"SP031"}),
        ("（以下限分支机构凭许可经营）零售卷烟", {"SP010"}),
        ("II类医疗器械（6820、6826）、一次性使用无菌医疗器械零售", {"SP030", "SP031"}),
        ("II类医疗器械（6820、6866医用高分子材料及制品）零售", {"SP031"}),
        ("宾馆的毛巾消毒", set()),
    ],
)
def test_the_name_of_a_thing_and_the_end_of_a_bracket_bound_what_is_said(scope: str, items: set[str]) -> None:
    assert asked(scope) == items
