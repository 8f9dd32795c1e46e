"""Personal data planted in texts is found wherever it stands; what is none stays as it is written."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from credit.publicity.masking.features import find, find_all, luhn, plain
from credit.publicity.masking.rules import SpanOutsideText, cover, masked
from credit.publicity.masking.schemas import PersonalKind, Span
from supervision.kernel.identifiers.resident import resident_check

PLANTED = [
    ("当事人钱甲乙，男，汉族，", "钱甲乙"),
    ("欧阳丙丁（身份证号11010519491231002X）系厨师", "欧阳丙丁"),
    ("主要负责人为阿不都热西提·买买提，", "阿不都热西提·买买提"),
    ("公民身份号码：11010519491231002X。", "11010519491231002X"),
    ("身份证110105 19491231 002x，", "110105 19491231 002x"),
    ("证件号码１１０１０５１９４９１２３１００２Ｘ；", "１１０１０５１９４９１２３１００２Ｘ"),
    ("持110105194912310021无证经营", "110105194912310021"),
    ("身份证号110105491231002，", "110105491231002"),
    ("护照号码：E12345678，", "E12345678"),
    ("持港澳居民来往内地通行证H1234567890入境", "H1234567890"),
    ("联系电话13800000000。", "13800000000"),
    ("手机+86 138-0000-0000，", "+86 138-0000-0000"),
    ("致电021-58880000核实", "021-58880000"),
    ("汇入账号6222 0212 3456 7890 128。", "6222 0212 3456 7890 128"),
    ("刷卡6222021234567890128消费", "6222021234567890128"),
    ("家住云汀市东区花园路12号3室，", "花园路12号3室"),
    ("户籍所在地：云汀省云汀市南县城关镇二村五组17号。", "城关镇二村五组17号"),
    ("邮箱shen@example.com，", "shen@example.com"),
    ("驾驶沪A12345货车", "沪A12345"),
    ("身份证99010219900307 \r\n 1233，", "99010219900307"),
    ("经查990102/19900307/1233未办证", "990102/19900307/1233"),
    ("身份证号9901029，0030，7123，", "9901029，0030，7123"),
    ("身份证九九〇一〇二一九九〇〇三〇七一二三三，", "九九〇一〇二"),
    ("手机壹陆零，壹贰叁肆，伍陆柒捌。", "壹贰叁肆"),
    ("顾客来电幺六零一二三四五六七八反映", "一二三四五六七八"),
    ("手机1601234（5678），", "1601234（5678"),
    ("手机160_1234_5678，", "1234_5678"),
    ("致电+86 26 5888 0000核实", "5888 0000"),
    ("（0086-26-5888-0000）", "5888-0000"),
    ("联系方式为58880000；", "58880000"),
    ("刷卡6222021234/567890128消费", "6222021234/567890128"),
    ("邮箱shen @ example.com，", "shen @"),
    ("家住云汀市东区\n花园路12号3号楼2单元501室，", "花园路12号"),
    ("家住云汀市 东区 花园路 12 号 3 室，", "花园路 12"),
    ("在云汀市东区花园路12号3号楼2单元501室查获", "花园路12号3号楼2单元501室"),
    ("男，云汀市东区花园路十二号三号楼二单元五〇一室，", "五〇一室"),
    ("家住禾岚小区3-2-501室，", "禾岚小区"),
    ("经营者钱甲乙承认，", "钱甲乙"),
]
INNOCENT = [
    "云汀禾木速冻食品有限公司（统一社会信用代码91990102MAXMU7B34M）生产的速冻水饺净含量不符。",
    "依据《中华人民共和国食品安全法》第一百二十五条第一款第（二）项，决定罚款2.5万元。",
    "云汀市监处罚〔2026〕118号，货值金额13800.00元，涉及1,260袋，批号20260514。",
    "当事人的行为违反上述规定，责令改正，没收违法所得120元。",
    "住所：云汀市东区张江路100号，经营范围为食品生产。",
    "该公司负责人称于2026-05-14购进。",
    "经营者应当承认错误，罚款1350000，2026年缴清；批号20260514，20260515，20260516。",
    "二〇二六年十一月十六日购进一百二十五箱，货值13,800.00元，(500克/袋，1,260袋)。",
    "",
]


@pytest.mark.parametrize(("text", "planted"), PLANTED)
def test_what_is_planted_is_covered(text, planted):
    public = masked(text, find(text))
    assert planted not in public
    assert plain(planted) not in plain(public)


@pytest.mark.parametrize("text", INNOCENT)
def test_what_is_no_personal_data_is_left(text):
    assert masked(text, find(text)) == text


def test_a_name_that_one_text_gives_away_is_covered_in_all():
    texts = {"facts": "操作工钱甲乙，男，未持证。", "content": "责令该公司对钱甲乙进行培训。"}
    found = find_all(texts)
    assert masked(texts["content"], found["content"]) == "责令该公司对钱某某进行培训。"


def test_a_person_that_a_decision_is_about_is_covered_in_every_text():
    found = find_all({"title": "钱甲乙无证经营案", "facts": None}, persons=["钱甲乙"])
    assert masked("钱甲乙无证经营案", found["title"]) == "钱某某无证经营案"


def test_the_name_of_the_firm_is_public():
    texts = {"facts": "员工钱甲乙，男。", "content": "对钱甲乙食品店罚款。"}
    found = find_all(texts, public_names=["钱甲乙食品店"])
    assert found["content"] == []


def test_an_address_stays_down_to_its_county():
    text = "住云汀省云汀市东区花园路12号3室，"
    assert masked(text, find(text)).endswith("云汀省云汀市东区＊＊＊，")
    assert cover("云汀市东区花园路12号", PersonalKind.ADDRESS) == "云汀市东区＊＊＊"


def test_a_span_that_does_not_lie_in_the_text_is_refused():
    for spans in ([Span(0, 9, PersonalKind.OTHER)], [Span(0, 2, PersonalKind.OTHER), Span(1, 3, PersonalKind.OTHER)]):
        with pytest.raises(SpanOutsideText):
            masked("短文字", spans)


HAN = st.text(alphabet="经查该公司于生产销售时未按规定标签食品的和，。；：（）", max_size=40)
DATES = st.dates(min_value=date(1920, 1, 1), max_value=date(2012, 12, 31))


@st.composite
def residents(draw) -> str:
    body = (
        f"{draw(st.sampled_from(['110105', '310115', '440300', '512301']))}{draw(DATES):%Y%m%d}{draw(st.integers(0, 999)):03d}"
    )
    return body + resident_check(body)


@st.composite
def cards(draw) -> str:
    body = "62" + draw(st.text(alphabet="0123456789", min_size=13, max_size=16))
    return next(body + digit for digit in "0123456789" if luhn(body + digit))


MOBILES = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True).filter(str.isascii)
FULL = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")


@settings(max_examples=80)
@given(HAN, st.one_of(residents(), cards(), MOBILES), HAN, st.booleans())
def test_any_number_is_covered_in_any_text(before, number, after, wide):
    written = number.translate(FULL) if wide else number
    text = before + written + after
    assert number not in plain(masked(text, find(text)))


@settings(max_examples=80)
@given(st.text(max_size=120))
def test_any_text_is_read_and_only_its_spans_change(text):
    spans = find(text)
    assert all(first.end <= second.start for first, second in pairwise(spans))
    public, outside, at = masked(text, spans), [], 0
    for span in spans:
        outside.append(text[at : span.start])
        at = span.end
    assert all(part in public for part in [*outside, text[at:]])


@settings(max_examples=60)
@given(HAN, residents(), HAN, MOBILES)
def test_what_was_covered_is_not_found_again(before, resident, between, mobile):
    text = f"{before}身份证号{resident}{between}，电话{mobile}。"
    public = masked(text, find(text))
    numbers = {PersonalKind.RESIDENT, PersonalKind.MOBILE, PersonalKind.ACCOUNT, PersonalKind.LANDLINE, PersonalKind.DOCUMENT}
    assert [span for span in find(public) if span.kind in numbers] == []
