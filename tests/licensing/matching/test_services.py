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
