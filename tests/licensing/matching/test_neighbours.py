"""What stands beside a word may make it an attribute, another trade's thing, or a service around the activity."""

import pytest

from supervision.licensing.catalogue.features import packaged_items
from supervision.licensing.catalogue.schemas import Catalogue
from supervision.licensing.matching.rules import Matcher

MATCHER = Matcher(Catalogue(1, "packaged", {item.code: item for item in packaged_items()}))


def items(scope: str) -> set[str]:
    return {match.item for match in MATCHER.match(scope).matches}


@pytest.mark.parametrize(
    ("scope", "item"),
    [
        ("物业管理；清扫保洁服务", "SP178"),
        ("复配农药零售", "SP143"),
        ("1,2,4-三甲基苯批发", "SP104"),
        ("矿物颜料制作", "SP080"),
        ("山羊的养殖，运输，销售", "SP083"),
        ("农产品加工、储存、运输", "SP083"),
        ("煤炭、蜂窝煤生产、加工", "SP103"),
        ("钢材、自来水、石灰销售", "SP152"),
        ("采矿、选矿设备制造", "SP101"),
        ("销售：露天采掘及洗选机械", "SP157"),
        ("煤炭开采专业及辅助性活动", "SP157"),
        ("铁路货物运输业务的延伸服务", "SP098"),
        ("煤炭、冶金、建材、化工的成套设备制造", "SP103"),
        ("检测试剂（须冷藏运输）销售", "SP083"),
        ("养鸡生产资料的采购", "SP146"),
        ("家禽、生猪养殖所需浓缩饲料销售", "SP146"),
        ("收购本社成员饲养出栏的生猪", "SP146"),
        ("代办固定、移动通信收费，邮政业务", "SP064"),
        ("嘉陵江支流内货物运输", "SP083"),
        ("原油运输", "SP083"),
        ("客运车辆租赁", "SP085"),
        ("飞行驾驶培训", "SP091"),
        ("工程机械车辆租赁", "SP090"),
        ("二手车销售信息咨询", "SP116"),
        ("机动车保险代办服务", "SP107"),
        ("外用杀虫剂", "SP142"),
        ("特种家禽养殖", "SP147"),
        ("精制水产品", "SP152"),
        ("康养度假", "SP181"),
        ("水面垃圾清理", "SP178"),
        ("贵金属回收", "SP120"),
        ("电子元件、磁带", "SP128"),
    ],
)
def test_what_only_qualifies_or_serves_asks_for_nothing(scope: str, item: str) -> None:
    assert item not in items(scope)


@pytest.mark.parametrize(
    ("scope", "item"),
    [
        ("钢材销售，运输，装卸", "SP083"),
        ("城区清扫保洁服务", "SP178"),
        ("复配农药零售", "SP142"),
        ("爆竹（爆竹经营（零售）许可证）的零售", "SP102"),
        ("监控设备设计、安装、销售", "SP184"),
        ("代办电费收费、保险代理", "SP107"),
        ("良种羊繁殖", "SP147"),
        ("汽车装饰及修理", "SP087"),
        ("汽车保养和租赁", "SP090"),
        ("不动产拍卖", "SP115"),
        ("书、报、刊销售", "SP128"),
        ("热力产品销售", "SP163"),
        ("果树、药材的育苗", "SP153"),
        ("安防系统设计、施工、销售", "SP184"),
        ("引进、选育和销售蔬菜种子", "SP136"),
        ("煤炭生产", "SP103"),
        ("自来水供应", "SP152"),
        ("采矿、矿山设备租赁", "SP101"),
        ("煤炭开采、煤矿设备销售", "SP103"),
        ("铁路货物运输", "SP098"),
        ("冷藏运输", "SP083"),
        ("组织成员饲养生猪，采购养猪生产资料", "SP146"),
        ("嘉陵江支流内货物运输", "SP092"),
        ("原油运输", "SP084"),
        ("客运车辆租赁", "SP090"),
        ("小汽车出租", "SP090"),
        ("特种家禽养殖", "SP146"),
        ("旧家用电器拆解", "SP082"),
        ("磁带销售", "SP128"),
        ("养老院、康养", "SP181"),
        ("柴油批发、零售", "SP111"),
        ("高纯氮生产", "SP080"),
        ("国际海运、空运货运代理", "SP122"),
        ("门禁设备安装", "SP184"),
    ],
)
def test_what_is_done_itself_stays(scope: str, item: str) -> None:
    assert item in items(scope)


@pytest.mark.parametrize(
    ("scope", "asked"),
    [
        ("危险货物运输普通货运代办车辆入户", {"SP083", "SP084"}),
        ("普通货运、货物运输延伸服务", {"SP083"}),
        ("函件、机要通信、报刊发行、特快专递、代办电信", {"SP095", "SP096", "SP129"}),
        ("代办电信业务、销售农药", {"SP142"}),
        ("印刷、印刷设备销售", {"SP130"}),
        ("组织成员进行蛋鸡养殖、销售及与其相关的技术信息咨询服务", {"SP146"}),
        ("组织成员进行肉牛的饲养以及提供与养殖有关的技术", {"SP146"}),
        ("为成员提供与生猪养殖有关的技术", set()),
        ("种植、销售：蔬菜，养殖、销售：家禽", {"SP146"}),
        ("提供苗木、花卉的种植销售", {"SP153"}),
        ("汽车租赁服务，网络技术的研发及其产品销售", {"SP090"}),
        ("汽车租赁（不含需许可事项）服务", {"SP090"}),
        ("邮政基础业务，与邮政、电信业务有关方面的设计、咨询", {"SP096"}),
        ("二手车经销，自营和代理除国家统一经营的商品以外的商品进出口", {"SP116", "SP124"}),
        ("未取得许可的，不得经营：汽车维修", {"SP087"}),
        ("安全技术防范系统工程并提供相应的技术服务", {"SP184"}),
        ("肉食、畜用药品零售", {"SP001", "SP139"}),
    ],
)
def test_what_is_said_of_a_neighbour_does_not_reach_over_to_an_own_trade(scope: str, asked: set[str]) -> None:
    assert items(scope) == asked


@pytest.mark.parametrize(
    ("scope", "asked"),
    [
        ("汽车整车大修", {"SP087"}),
        ("锅炉大修", {"SP033"}),
        ("铁矿选采", {"SP101", "SP157"}),
        ("渣土、建筑垃圾拉运", {"SP179"}),
        ("食品、饮料及烟草制品专门零售", {"SP001", "SP010"}),
        ("甲醇无仓储批发", {"QZ10"}),
    ],
)
def test_rarer_verbs_of_a_trade_are_read_like_the_common_ones(scope: str, asked: set[str]) -> None:
    assert items(scope) == asked


@pytest.mark.parametrize(
    ("scope", "asked"),
    [
        ("在广东省内回收、销售：废旧金属", {"SP120"}),
        ("废旧金属设备回收", {"SP120"}),
        ("水产养殖★", {"SP149"}),
        ("烟花爆竹类", {"SP102"}),
        ("食品（不含烟花爆竹类）销售", {"SP001"}),
        ("汽车租赁（不含带驾驶员的汽车租赁）", {"SP090"}),
        ("其他印刷品（凭许可证经营）", {"SP130"}),
        ("图书、期刊的批发", {"SP129"}),
        ("不再分装的小包装种子零售", {"SP137"}),
        ("卡拉OK包间", {"SP012", "SP039", "SP172"}),
        ("电力、热力生产销售", {"SP077", "SP163"}),
        ("保险兼代理业务", {"SP107"}),
        ("户外广告代理及发布", {"SP188"}),
        ("户外广告策划", set()),
        ("危险化学品第三类批发", {"QZ10"}),
    ],
)
def test_other_forms_of_a_trade_s_name_mean_the_same(scope: str, asked: set[str]) -> None:
    assert items(scope) == asked
