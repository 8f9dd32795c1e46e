"""What stands beside a word or in its bracket says whether it means the item: a part of a thing, a kind, an exclusion."""

import pytest

from tests.factories.scopes import by_rules_alone

MATCHER = by_rules_alone()


def asked(scope: str) -> set[str]:
    return {match.item for match in MATCHER.match(scope).matches}


@pytest.mark.parametrize(
    ("scope", "items"),
    [
        ("Ⅱ类医疗器械（不含6840体外诊断试剂）", {"SP031"}),
        ("医疗器械（不含二类医疗器械）销售", set()),
        ("保健用品、生物制品（不含药品）销售", set()),
        ("Ⅰ类：基础外科（口腔科、骨科）手术器械", set()),
        ("三类医用光学器具、玩具销售", {"SP030"}),
        ("零售：预包装食品（饼干，糖果（含巧克力制品））", {"SP002"}),
        ("弱电系统安装", {"SP050"}),
        ("中成药零售、中药饮片、以上不含冷藏、冷冻药品", {"SP023"}),
        ("坚果、水果的种植、销售", set()),
        ("坚果、蜜饯销售", {"SP001"}),
        ("设备、艺术品的拍卖", {"SP115"}),
        ("医疗器械、卫生产品研发", set()),
        ("医院、诊所", {"SP015", "SP017"}),
        ("乙醇、煤焦油、天然气、电石票据经营", {"QZ10"}),
        ("现榨果汁、预包装食品销售", {"SP002", "SP003"}),
        ("爆破药品、助洗剂、坛紫菜的销售", set()),
        ("森林抚育工程建设、荒山绿化治理工程", set()),
        ("铝合金装潢制造、建材装饰批发", set()),
        ("民宿家具、诊所服装、网吧展会", set()),
        ("食品电子商务、药品大数据开发", set()),
        ("国际货运代理系统的开发", set()),
        ("垃圾清运机器人的研发", set()),
    ],
)
def test_what_stands_beside_a_word_settles_what_it_means(scope: str, items: set[str]) -> None:
    assert asked(scope) == items
