"""Marking the words that a scope names only to leave them out."""

import re
from collections.abc import Iterable
from itertools import takewhile
from typing import Final

from supervision.licensing.matching.denials.arranging.features import FORMS
from supervision.licensing.matching.reading.schemas import Fragment, Reading, Token
from supervision.licensing.matching.vocabulary.schemas import Kind

INVESTED: Final = "投资"
INVESTING: Final = (
    re.compile(
        r"(?:^|[;,、:( ]|资金|资产|资本|从事)[对向]([^;:]{2,150}?)(?<!开发[与和及、])投资(?![、与和及]?(?:建设|开发)[、与和及]?(?:运营|经营))"
    ),
    re.compile(r"([^;,:()]{2,100})的投资(?![、与和及]?建设)"),
    re.compile(r"(?:^|[;,:( ])投资(?=[^;,:()]*业)(?!建|兴|举|设立|开发|经营|开办)([^;,:()]{2,100})"),
    re.compile(r"(?:^|[;,:()])([^;,:()]{2,150})等(?:行业|领域|项目|产业)?的?投资(?:业务|$|[;,、(])"),
)
_RAISED: Final = "养殖|种植|饲养|施工"
# Behind it something else is done: 组织成员养殖肉牛以及提供与养殖有关的技术.
_GOES_ON: Final = "以及|及与|及其|及成员|及为|及提供|并提供|并为"
# With it another trade of the list begins: 代办电信业务、销售种子.
_ANOTHER: Final = "、(?:代|销|批|零|经营|出租|出售|[^;,:()、]{0,8}从事)"
DIGGING: Final = ("采矿", "采石", "采煤", "采掘", "开采", "洗选", "选矿", "选煤", "钻探", "钻井", "勘探", "冶炼")
_DIGS: Final = f"[^;,:()、及和与]{{0,3}}(?:{'|'.join(DIGGING)})"
_TRADES: Final = "((?:[^;,:()、]{1,4}、)+[^;,:()、]{1,4})"
BOOKED: Final = re.compile(r"(?:代订|代定|预订|预定)(?![、;,.服业])([^;,:()]{1,60})")
FOR_OTHERS: Final = (
    ("订", BOOKED),
    ("委托", re.compile(r"受([^;,:()]{2,20}?)委托")),
    ("关的", re.compile(r"与([^;,:()]{2,60}?)(?:有关|相关)的")),
    ("相关技术", re.compile(r"与([^;,:()]{2,60}?)相关技术")),
    (
        "关",
        re.compile(
            rf"(?:成员|社员)((?:(?!{_GOES_ON})[^;,:()]){{2,60}}?)(?<![及和与])(?:有关|相关)的?[^;,:()]{{0,6}}(?:技术|信息|培训|咨询)"
        ),
    ),
    ("所需", re.compile(r"(?:采购|购买|供应|提供|购置)[^;,:()]{0,12}?(?:成员|社员)([^;,:()]{2,80}?)所需")),
    (
        "所需",
        re.compile(
            r"开展[^;,:()]{0,8}(?:成员|社员)[^;,:()]{0,8}所需的?(?![^;,:()]*(?:种植|养殖|饲养|培育|繁育))([^;:()]{2,60})"
        ),
    ),
    ("所需", re.compile(r"(?:成员|社员)提供([^;,:()]{2,80}?)所需")),
    ("等场所", re.compile(r"((?:(?!服务)[^;:()]){2,150})等场所的(?:安|守|保|巡|消|清|卫|检)")),
    ("评价", re.compile(r"([^;,:()]{2,200})业的?(?:安全|现状|职业|环境|预)[^;:,、]{0,6}评价")),
    ("阶段的", re.compile(r"([^;,:()]{2,150})阶段的(?:监理|咨询|管理)")),
    ("接洽", re.compile(r"接洽([^;,:()]{2,100})")),
    ("的劳务", re.compile(r"([^;:()]{2,150})的劳务(?:输出|派遣|信息|中介)")),
    ("国内广告", re.compile(r"[、,]([^;:()、,广]{2,8})(?:国内|国内外)广告")),
    ("代收", re.compile(r"代收(?!付)([^;,:()]{2,60}?)费")),
    ("对内", re.compile(r"(?:^|[;,:、( ])对内(?!外)([^;,:()]{2,30})")),
    ("业务:", re.compile(r"(?:联系|接洽|洽谈|联络)[^;:()]{0,12}(?:以下|下列|如下)(?:相关)?业务:([^;]{2,400})")),
    ("购物", re.compile(r"(?:代理|安排|代办)([^;,:()]{2,40}购物)")),
    ("联系公司", re.compile(r"委托联系公司([^;,:()]{2,60})业务")),
    ("公司联系", re.compile(r"为(?:本|总|该|所属|隶属)?公司联系([^;,:()]{2,80})")),
    (
        "管理",
        re.compile(r"对(?:下属|所属|下级|控股)[^;:(),、]{0,8}经营的([^;]{2,600})(?:进行|实施|的)(?:[^;:,]{1,6}[和与])?管理"),
    ),
    ("辅助", re.compile(r"([^;,:()、]{2,40}?)(?:的?专业及)?的?辅助性?(?:活动|服务)")),
    ("延伸服务", re.compile(r"((?:(?![运输务]、)[^;,:()]){2,40}?)(?<![及和与、])(?:业务)?的?延伸服务")),
    ("的成套", re.compile(rf"{_TRADES}(?:等?行业|领域)?的成套(?:设备|装备)")),
    ("的设备", re.compile(rf"{_TRADES}(?:等?行业|领域)的(?:专用|配套)?设备")),
    *(
        (
            dig,
            re.compile(
                rf"([^;,:()、及和与]{{0,3}}{dig}(?:[、及和与]{_DIGS})*)(?:成套|专用|通用|用|业)?(?:设备|机械|机具|配件)"
            ),
        )
        for dig in DIGGING
    ),
    ("冷藏", re.compile(r"\((?:需|须|应|要求)([^()]{0,12}冷藏[^()]{0,12})\)")),
    ("生产资料", re.compile(r"((?:养[猪牛羊鸡鸭鹅鱼兔蜂]|[^;,:()、]{1,8}(?:养殖|种植|饲养))业?)的?生产资料")),
    (
        "所需",
        re.compile(
            rf"((?:(?!{_RAISED}|销售|提供)[^;,:()、]{{1,6}}、)*[^;,:()、]{{0,6}}(?:{_RAISED})业?)(?:过程)?中?所需(?!的技)"
        ),
    ),
    (
        "代办",
        re.compile(
            rf"(?:^|[;,:(])代办(?![^;,:()]*代理)((?:(?!{_ANOTHER})[^;,:()]){{0,20}}(?:收费|缴费|充值|通信|电信)(?:(?!{_ANOTHER})[^;,:()]){{0,30}})"
        ),
    ),
    ("级", re.compile(r"(?:初|中)(?:、(?:中|高))+级([^;,:()]{2,150}?)(?:和[^;:()、]{1,6}|等)?(?:技能|职业)培训")),
    *FORMS,
)
# The signs that every tenth sentence has; the other signs of a word tell more surely that it stands in one.
COMMON: Final = frozenset(
    "、务售的服销()品经营工业,产理及设批发装开可项电化机目动用制关展法术准活计程材方相建备料后门件部金技代物管不国器"
)
Signed = tuple[int, str, tuple[re.Pattern[str], ...]]
SIGNED: Final[tuple[Signed, ...]] = tuple(
    (number, sign, tuple(form for other, form in FOR_OTHERS if other == sign))
    for number, sign in enumerate(dict.fromkeys(sign for sign, _form in FOR_OTHERS))
)


def _telling(sign: str) -> str:
    """Return the rarest character of a word as far as is known."""
    return next((one for one in sign if one not in COMMON), sign[0])


BY_TELLING: Final = {
    told: tuple(one for one in SIGNED if _telling(one[1]) == told) for told in sorted({_telling(one[1]) for one in SIGNED})
}
TELLING: Final = frozenset(BY_TELLING)
UNTIL_A_VERB: Final = (INVESTING[2], BOOKED)
GROWN: Final = "业"
NEAR: Final = frozenset("非无未免不")
NONE: Final = "无"
BEGINS: Final = ":"
FAR_REACHING: Final = "不得"
EXCEPT: Final = "除"
OPENING: Final = "(不含"
# What may not be done without a permit is named behind it as what is done with one: 未取得许可证不得经营：燃气.
UNLICENSED: Final = re.compile("未(?:取得|经|获|办理|领取)[^;:]{0,30}$")
CLOSING: Final = ")"
# Bound once: looking a member up in its class costs more than all the rest of a comparison.
ACTION: Final = Kind.ACTION
BACKWARD: Final = Kind.BACKWARD
COLON: Final = Kind.COLON
CONTRAST: Final = Kind.CONTRAST
FORWARD: Final = Kind.FORWARD
INCLUDE: Final = Kind.INCLUDE
LIST: Final = Kind.LIST
PHRASE: Final = Kind.PHRASE
JOINING: Final = frozenset({Kind.LIST, Kind.PHRASE})


def mark(reading: Reading) -> None:
    """Mark every denied token with the word that denies it."""
    for form in _forms(reading.text):
        _deny_places(reading, form)
    if not reading.denies:
        return
    for fragment in reading.fragments:
        for at, token in enumerate(fragment.tokens):
            if token.kind is FORWARD:
                _forward(reading, fragment, at, token)
            elif token.kind is BACKWARD:
                _backward(reading, fragment, at, token)
            elif token.entry.text.endswith(OPENING):
                _within(reading, token)


def _forms(text: str) -> list[re.Pattern[str]]:
    """Return the forms that a sentence may have by the words that stand in it, always in the same order."""
    signed = [one for told in TELLING.intersection(text) for one in BY_TELLING[told] if one[1] in text]
    invested = INVESTING if INVESTED in text else ()
    return [*invested, *[form for _number, _sign, forms in sorted(signed) for form in forms]]


def _deny_places(reading: Reading, form: re.Pattern[str]) -> None:
    """Deny what is named only for what is done by or for others: 对餐饮业、旅游业的投资, 受保险公司委托, 代订机票、酒店, 与养殖有关的技术培训.

    A form whose list begins before the thing it names takes no more than what stands behind the last verb.
    """
    for place in form.finditer(reading.text):
        start, end = place.span(1)
        tokens = [token for fragment in reading.fragments for token in fragment.tokens if start <= token.start < end]
        if form is INVESTING[1]:
            tokens = _behind_verbs(tokens)
        elif form in UNTIL_A_VERB:
            tokens = _before_verbs(tokens)
        for token in tokens:
            reading.denied.setdefault(token.start, token)


def _behind_verbs(tokens: list[Token]) -> list[Token]:
    last = max((at for at, token in enumerate(tokens) if _verb(token)), default=-1)
    return tokens[last + 1 :] or tokens


def _before_verbs(tokens: list[Token]) -> list[Token]:
    return list(takewhile(lambda token: not _verb(token), tokens))


def _verb(token: Token) -> bool:
    return token.kind is ACTION and not token.entry.text.endswith(GROWN)


def denied_nearby(text: str, token: Token) -> bool:
    """Tell whether the sign just before a word turns it into its contrary: 非危险化学品; a list may begin with a plain 无."""
    if not token.start or text[token.start - 1] not in NEAR:
        return False
    return text[token.start - 1] != NONE or not (token.start == 1 or text[token.start - 2] in BEGINS)


def _forward(reading: Reading, fragment: Fragment, at: int, sign: Token) -> None:
    if _deny(reading, fragment.tokens[at + 1 :], sign):
        return
    group = reading.groups[fragment.group]
    far = fragment.group > 0 or sign.entry.text.startswith(FAR_REACHING)
    for following in group[fragment.place + 1 :]:
        named = following.separator is COLON and following.place == fragment.place + 1 and at + 1 == len(fragment.tokens)
        if named and UNLICENSED.search(reading.text, 0, sign.start):
            return
        reached = following.separator is LIST or named or (far and following.separator is PHRASE)
        if not reached or (not far and any(token.kind is ACTION for token in following.tokens)):
            return
        if _deny(reading, following.tokens, sign):
            return


def _backward(reading: Reading, fragment: Fragment, at: int, sign: Token) -> None:
    _deny(reading, fragment.tokens[:at], sign)
    group = reading.groups[fragment.group]
    earlier: list[Fragment] = []
    place = fragment.place
    while place and group[place].separator in JOINING:
        place -= 1
        if group[place + 1].separator is PHRASE and any(token.kind is INCLUDE for token in group[place].tokens):
            break
        earlier.append(group[place])
    if fragment.group > 0 or any(token.entry.text.startswith(EXCEPT) for part in earlier for token in part.tokens):
        for part in earlier:
            begins = next((at for at, token in enumerate(part.tokens) if token.entry.text.startswith(EXCEPT)), -1)
            _deny(reading, part.tokens[begins + 1 :], sign)
            if begins >= 0 and fragment.group == 0:
                return


def _within(reading: Reading, sign: Token) -> None:
    """Deny what a bracket leaves out that opens with the last sign of a word: 兽药(不含 in 兽药(不含杀鼠剂)."""
    end = reading.text.find(CLOSING, sign.end)
    for token in (token for fragment in reading.fragments for token in fragment.tokens if sign.end <= token.start < end):
        reading.denied.setdefault(token.start, sign)


def _deny(reading: Reading, tokens: Iterable[Token], sign: Token) -> bool:
    """Mark tokens up to a word of contrast, or the one that closes 除…之外, and tell whether one came."""
    for token in tokens:
        if token.kind is CONTRAST or (token.kind is BACKWARD and sign.entry.text.startswith(EXCEPT)):
            return True
        reading.denied.setdefault(token.start, sign)
    return False
