"""What a scope names only for what others do with it is not the firm's own activity."""

import pytest

from tests.factories.scopes import by_rules_alone

MATCHER = by_rules_alone()


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
        ("为本社社员提供猪、鸡、羊养殖相关技术指导服务", "SP146"),
        ("普通货物运输代理，仓储", "SP083"),
        ("协助索赔；再保险经纪业务", "QZ06"),
        ("汽油、柴油零售（凭危化品经营许可证经营）", "QZ10"),
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
        ("为本社成员提供水产养殖及相关技术服务", "SP149"),
        ("对道路、污水处理、园林绿化项目的投资、建设、运营", "SP080"),
        ("无房地产开发、销售", "SP055"),
        ("机动车辆保险（凭保险兼业代理业务许可证经营）", "SP107"),
    ],
)
def test_what_the_firm_does_itself_stays(scope: str, item: str) -> None:
    assert item in items(scope)


def test_a_bracket_that_nothing_closes_hides_nothing_behind_its_sentence() -> None:
    assert {"SP010", "SP012", "SP036"} <= items("卷烟零售（有效期至某日。一般经营项目：宾馆，日用百货")


def test_a_bracket_that_names_a_condition_ends_its_entry() -> None:
    assert items("出版物销售（取得许可后，在许可范围内从事经营活动）企业从业人员岗前培训") == {"SP128"}
    assert items("县内班车客运（按许可证核定的事项经营）汽车配件销售") == {"SP085"}
    assert items("卷烟（凭许可证经营）零售") == {"SP010"}


def test_a_part_left_out_leaves_the_rest() -> None:
    assert items("农药（不含危化农药）销售") == {"SP142"}
    assert items("职业技能培训（不包括需要许可的职业技能培训）") == set()


@pytest.mark.parametrize(
    "scope",
    [
        "机关、金融机构、证券交易场所、机场、码头、车站等场所的安全守卫",
        "烟花爆竹制造业、医药制造业、燃气生产及供应业、炼焦业的安全评价咨询",
        "公路工程施工、房地产开发等投资业务",
        "为所属公司接洽其经营范围内的建筑施工业务",
        "为本公司联系房地产开发、装饰装潢",
        "对下属企业经营的邮政基础业务、国内快递业务、图书零售业务进行指导和管理",
    ],
)
def test_places_trades_and_firms_that_are_only_served_ask_for_nothing(scope: str) -> None:
    assert items(scope) <= {"SP168"}


def test_a_list_of_trades_that_are_taught_asks_for_teaching_alone() -> None:
    assert items("初、中级美容、美发、餐饮、客房、汽车维修和建筑技能培训") == {"QZ17"}


def test_what_a_cooperative_grows_for_its_members_counts() -> None:
    assert items("开展成员所需苗木的种植") == {"SP153"}
    assert items("开展成员所需的产品的加工、运输、储藏") == set()


def test_what_is_sold_of_the_firms_own_make_is_sold() -> None:
    assert items("销售本公司生产的糕点") == {"SP001"}


def test_a_word_under_a_more_special_heading_only_says_more_of_it() -> None:
    assert items("预包装食品：乳制品、方便食品、糖果的零售") == {"SP002"}


def test_a_named_class_governs_the_devices_behind_its_colon() -> None:
    assert items("三类医疗器械：6822医用光学器具、仪器及内窥镜设备") == {"SP030"}


def test_fitting_out_between_works_on_cars_is_of_cars() -> None:
    assert "SP050" not in items("汽车租赁、清洗、装潢")
    assert "SP050" in items("装潢、水电安装")


def test_verbs_that_only_tell_of_another_thing_are_not_said_of_the_list() -> None:
    assert "SP141" not in items("农作物种子、饲料、本区开发生产加工的特优米的批发、零售")
    assert "SP141" in items("农作物种子、饲料的生产、批发")


def test_carriage_behind_other_work_on_goods_is_no_carriage_for_hire() -> None:
    assert "SP083" not in items("农产品代购代销及保鲜，加工，运输，贮藏")
    assert "SP083" in items("机械加工；运输；贮藏")


@pytest.mark.parametrize(
    ("scope", "item"),
    [
        ("与农、林、畜牧、渔业养殖、加工、服务相关技术的开发", "SP149"),
        ("国内水路货运代理（凭水路运输服务许可证经营）", "SP092"),
        ("日用百货、服装的销售并利用互联网经营", "SP063"),
        ("灭火器检测、充装、维修", "SP034"),
        ("电力设施、交通设施的生产、销售", "SP078"),
        ("安全防范设备、音响器材的销售与维修", "SP184"),
        ("医疗垃圾、生活垃圾的收集、运输", "SP015"),
        ("货币银行服务；本外币兑换", "SP110"),
        ("组织运输、储藏、销售成员种植的水果", "SP083"),
        ("生产竹、木、树脂、陶瓷工艺制品", "SP080"),
    ],
)
def test_words_of_another_trade_ask_for_nothing(scope: str, item: str) -> None:
    assert item not in items(scope)


def test_ready_mixed_concrete_as_a_qualification_is_its_own_item() -> None:
    assert items("预拌混凝土专业承包") == {"SP051"}


def test_bottled_spirits_beside_packed_foods_are_packed_foods() -> None:
    assert items("预包装食品、瓶装酒批发兼零售") == {"SP002"}


def test_what_is_only_supervised_or_made_contact_for_is_not_built() -> None:
    assert "SP050" not in items("交通道路及市政工程施工监理")
    assert "SP050" not in items("在公司经营范围内联系接洽以下业务：消防工程安装、调试")
    assert "SP050" in items("为公司承揽以下业务：消防工程安装、调试")
    assert "SP050" not in items("为本公司接洽以下业务：建筑工程施工、道路工程施工")


def test_what_is_arranged_for_travellers_is_not_offered_by_the_firm_itself() -> None:
    assert items("国内旅游业务；代理交通、游览、住宿、饮食、购物、娱乐事务") == {"SP048"}
    assert items("住宿、饮食；购物中心管理") == {"SP003", "SP012", "SP036"}


@pytest.mark.parametrize(
    ("scope", "item"),
    [
        ("公路、桥梁、隧道、码头、机场、市政工程施工", "SP093"),
        ("泥浆无害化处理", "SP146"),
        ("采购、供应成员家禽养殖所需的种苗", "SP153"),
        ("消防设施维护、检测服务", "SP058"),
        ("鲜花礼仪速递业务", "SP095"),
        ("电力工程和技术研究与试验发展", "SP078"),
        ("诊所诊疗科目：内科", "SP015"),
        ("呼叫中心业务、互联网上网服务业务、因特网接入服务业务", "SP040"),
    ],
)
def test_words_of_works_clinics_gifts_and_networks_ask_for_nothing_else(scope: str, item: str) -> None:
    assert item not in items(scope)


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        ("零售定型包装食品", {"SP002"}),
        ("散包装食品零售", {"SP001"}),
        ("代理短期意外伤害保险", {"SP107"}),
        ("保险兼业代理：意外险", {"SP107"}),
        ("人寿保险、健康保险；再保险；各类人身保险的咨询代理", {"QZ06"}),
        ("建筑劳务人员派遣", {"SP069"}),
        ("职业技能教材研发", set()),
        ("职业技能培训", {"QZ17"}),
        ("危险道路货物运输", {"SP084"}),
        ("消防自动报警系统安装", set()),
        ("太阳能灶具安装", set()),
        ("对虾孵化", {"SP149"}),
        ("雏鸭种苗销售", {"SP147"}),
        ("中药材种苗销售", set()),
        ("装裱字画", set()),
        ("包裹、报刊、函件", {"SP096"}),
        ("包裹、函件、书刊零售", {"SP096", "SP128"}),
        ("验光、隐形眼镜零售及加工", {"SP030"}),
        ("粉剂、预混剂生产", {"SP140"}),
        ("苯甲醛生产", {"SP080"}),
        ("篮球场施工", {"SP050"}),
        ("润滑油添加剂生产", {"SP080"}),
        ("汽柴油油品添加剂销售", set()),
        ("粮油、牧草种植、销售", set()),
    ],
)
def test_a_word_of_another_trade_keeps_its_own_meaning(scope: str, expected: set[str]) -> None:
    assert items(scope) == expected
