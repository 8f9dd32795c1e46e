"""Which verb belongs to a word: that of its bracket, of the list it heads or closes, and none of another list."""

import pytest

from tests.factories.scopes import by_rules_alone

MATCHER = by_rules_alone()


def asked(scope: str) -> set[str]:
    return {match.item for match in MATCHER.match(scope).matches}


@pytest.mark.parametrize(
    ("scope", "items"),
    [
        ("味精（散装）（分装）", {"SP004"}),
        ("糕点的生产（烘烤类糕点）", {"SP004"}),
        ("肉制品、糕点批发（月饼）", {"SP001"}),
        ("第一类医疗器械批发、零售，设计、制作各类广告", set()),
        ("第一类医疗器械研发、设计，生产", {"SP029"}),
        ("自动化工程、电力控制设备的开发、生产", set()),
        ("自动化工程、钢结构工程的施工", {"SP050"}),
        ("水果、干货、酒类装卸配送服务", set()),
        ("水果、干货、酒类销售及配送服务", {"SP001"}),
        ("服务：室内装修设计及施工", {"SP050"}),
        ("钟表维修，室内装饰工程设计，商品零售及批发：文具", {"SP052"}),
        ("广告设计、制作、发布，会务服务，食品、水果批发", {"SP001"}),
        ("批发零售：文具；在门店内零售卷烟", {"SP010"}),
        ("百货、文具、加工糕点、五金销售", {"SP001"}),
        ("加工糕点、面包，五金销售", {"SP004"}),
        ("禽、蛋、水产品、腌制肉制品批发", {"SP001"}),
        ("铸件、钢结构、锻件的设计、加工、制造", set()),
        ("摩托车维修技术服务", {"SP087"}),
        ("影院广告设计、制作", set()),
        ("建筑工程、桥梁工程、路基工程质量检测", {"SP058", "SP059"}),
        ("遥感数据、测绘、信息系统的研发、维护及销售", set()),
        ("电影、宣传片拍摄", set()),
        ("服务：餐饮、住宿；零售：卷烟", {"SP003", "SP010", "SP012", "SP036"}),
    ],
)
def test_a_verb_speaks_for_its_own_list_and_bracket(scope: str, items: set[str]) -> None:
    assert asked(scope) == items
