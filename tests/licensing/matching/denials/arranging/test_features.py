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
        ("从事医药专业领域内产品推广、营销", set()),
        ("设计、制作、代理报刊、影视广告", set()),
        ("发布路牌、灯箱广告", {"SP188"}),
        ("文艺演出（歌舞、曲艺、戏曲）", {"SP041"}),
        ("引进生猪养殖、花木种植新技术、新品种", set()),
        ("不定期航空客、货、邮和行李运输业务", {"SP097"}),
        ("国际航空货物、快件运输销售服务", set()),
        ("门锁安装（凭邮政管理部门许可证经营）", set()),
        ("代客户办理银行贷款业务", set()),
        ("为出国人员办理签证、体检等手续", set()),
        ("医用光学器具、仪器及内窥镜设备（角膜接触镜及护理用液）零售", {"SP030"}),
        ("化工、化肥、炼油成套设备制造", set()),
        ("化肥、农膜制造", {"SP007"}),
        ("承接宾馆、酒店布草的洗涤", set()),
        ("灭火器（凭产品认证证书经营）销售", set()),
        ("联络业务（融资性担保机构经营许可证）", set()),
        ("润滑油（属于危险化学品类的不得经营）销售", set()),
        ("医疗服务及管理的投资", set()),
        ("陆地国际货运代理业务咨询服务", set()),
        ("自动化工程所需产品的销售", set()),
        ("水利工程建设单位用阀门的购销", set()),
        ("房地产开发、环保工程、水运、园区领域的融资、投资", set()),
        ("餐饮及相关配套管理服务", set()),
        ("中西兽药（不含杀鼠剂）批发", {"SP139"}),
        ("各类建筑工程专业领域内的经营业务", set()),
    ],
)
def test_a_thing_only_named_for_another_asks_for_nothing(scope: str, items: set[str]) -> None:
    assert asked(scope) == items
