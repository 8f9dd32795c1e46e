"""What a scope names only for what others do with it is not the firm's own activity."""

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
        ("投资旅游业、宾馆、酒楼、房地产业", "SP036"),
        ("向房地产、酒店、餐饮服务行业进行投资", "SP003"),
        ("餐饮、住宿、教育、旅游业的投资", "SP036"),
        ("受二手车经销商委托代办手续", "SP116"),
        ("开展成员畜禽养殖有关的技术培训", "SP146"),
        ("组织采购、供应成员饲养牲畜、家禽所需的农业生产资料", "SP146"),
        ("与邮政业务相关的设计、咨询", "SP096"),
        ("道路运输从业资格培训（客运、货运）", "SP085"),
        ("铁路客货运输代理服务", "SP098"),
        ("代订机票、车票、酒店", "SP036"),
        ("国际货物运输代理（海运、陆路货物运输）", "SP083"),
        ("销售：五金、宾馆及酒店用品", "SP036"),
        ("开展成员所需的产品的加工、运输、储藏", "SP083"),
        ("受托代理某地移动通信业务", "SP064"),
        ("设计、制作、代理广告，房屋租赁", "SP057"),
    ],
)
def test_what_is_only_invested_in_arranged_or_taught_asks_for_nothing(scope: str, item: str) -> None:
    assert item not in items(scope)


@pytest.mark.parametrize(
    ("scope", "item"),
    [
        ("投资；餐饮服务；住宿", "SP036"),
        ("受委托从事道路普通货物运输", "SP083"),
        ("机票代订、住宿、餐饮", "SP036"),
        ("组织成员养殖生猪；采购成员所需的饲料", "SP146"),
        ("组织采购、供应成员所需的农药", "SP142"),
        ("邮政基础业务、邮政增值业务、国家批准的其他业务代办", "SP096"),
        ("住宿；餐饮服务；职业技能培训（不含中介）", "SP003"),
    ],
)
def test_what_the_firm_does_itself_stays(scope: str, item: str) -> None:
    assert item in items(scope)
