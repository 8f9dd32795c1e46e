"""What a clause names only for what is arranged, tested, organised or invested in beside it."""

import pytest

from supervision.licensing.catalogue.features import packaged_items
from supervision.licensing.catalogue.schemas import Catalogue
from supervision.licensing.matching.rules import Matcher

MATCHER = Matcher(Catalogue(1, "packaged", {item.code: item for item in packaged_items()}))


def asked(scope: str) -> set[str]:
    return {match.item for match in MATCHER.match(scope).matches}


@pytest.mark.parametrize(
    ("scope", "items"),
    [
        ("代办会务、住宿、餐饮事务", set()),
        ("住宿、餐饮；代办会务", {"SP003", "SP012", "SP036"}),
        ("处置商业银行和资产管理公司的积压债权", set()),
        ("机关、宾馆、饭店、学校提供保安服务", {"QZ03"}),
        ("影视、演艺、林业、能源项目投资", set()),
        ("度假村的开发、建设、施工", set()),
        ("度假村的开发、建设及经营", {"SP012", "SP036"}),
        ("药品销售相关的商务服务", set()),
        ("动漫制作、建筑设计、生物科技领域内的技术开发", set()),
        ("销售经检测机构产品质量检测的门锁", set()),
        ("水电、煤气、电话费代缴", set()),
        ("风电、太阳能发电及送变电工程总承包", {"SP050", "SP078"}),
        ("光伏发电、风力发电项目的开发、建设、维护", set()),
        ("光伏发电、风力发电项目的开发、建设、运营", {"SP077"}),
        ("组织承办龙舟、帆船、游泳等户外活动", set()),
        ("二手房、商铺买卖信息咨询", set()),
        ("呼叫中心（不含需经许可审批的项目）", set()),
    ],
)
def test_a_thing_only_named_for_another_asks_for_nothing(scope: str, items: set[str]) -> None:
    assert asked(scope) == items
