"""From text to fragments: the normal form, the tokens, and the brackets."""

import re
from typing import Final

from supervision.licensing.matching.reading.schemas import Fragment, Reading, Token
from supervision.licensing.matching.vocabulary.features import Lexicon
from supervision.licensing.matching.vocabulary.schemas import Kind

MARKS: Final = "[(])【(】)〔(〕)〈(〉)「(」)『(』)｛(｝)［(］)。;！;!;？;\n;\r;﹑、･、·、•、∙、|、｜、\\、\u3000 \t \xa0 ＊ * 〓 ※ \u200b \ufeff ∶:︰:Ⅰ一Ⅱ二Ⅲ三Ⅳ四"
TRADITIONAL: Final = (
    "藥药飲饮營营業业產产銷销醫医療疗務务發发運运輸输倉仓儲储貨货車车維维養养殖殖製制造造設设備备電电網网絡络視视廣广"
    "劇剧場场館馆賓宾農农種种檢检測测證证險险鮮鲜類类銀银氣气煙烟麵面餅饼雞鸡鴨鸭鵝鹅魚鱼蝦虾豬猪飼饲獸兽屬属鋼钢鐵铁"
    "礦矿採采開开關关資资質质準准許许項项進进訊讯術术諮咨詢询理理圖图書书報报紙纸張张築筑築筑樓楼園园綠绿環环護护處处"
    "廢废舊旧買买賣卖購购價价拍拍樣样級级幹干雜杂貿贸際际國国內内經经紀纪達达遊游旅旅戲戏樂乐壇坛體体學学訓训練练"
)
NORMAL: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    ord(pairs[at]): ord(pairs[at + 1]) for pairs in (MARKS, TRADITIONAL) for at in range(0, len(pairs), 2)
}
TRIMMED: Final = re.compile(r"[\s;,.、:]+")
SEPARATES: Final = Kind.CLOSE


def normal_form(text: str) -> str:
    """Return the text with one form of every mark, sign by sign, so that places stay what they are."""
    return text.translate(NORMAL)


def key(clause: str) -> str:
    """Return what equal clauses have in common: no marks at the edges, no spaces."""
    return TRIMMED.sub("", normal_form(clause)) if len(clause) < 12 else normal_form(clause).replace(" ", "").strip(";,.、:")


def tokens(text: str, lexicon: Lexicon) -> list[Token]:
    """Return the words of a normal text, the longest that begins first."""
    entries = lexicon.entries
    return [
        Token(entry := entries[number], start, end, entry.kind)
        for number, start, end in lexicon.automaton.find_matches_as_indexes(text)
    ]


def read(text: str, found: list[Token]) -> Reading:
    """Cut a text at its separators; what stands in brackets is a group of its own."""
    current = Fragment(0, Kind.SENTENCE, 0)
    reading = Reading(text, [[]], [])
    outside: list[Fragment] = []
    for token in found:
        kind = token.kind
        if kind > SEPARATES:
            current.tokens.append(token)
        elif kind is Kind.OPEN:
            outside.append(current)
            current = Fragment(len(reading.groups), Kind.OPEN, token.end, current, len(current.tokens))
            reading.groups.append([])
        elif kind is Kind.CLOSE:
            if outside:
                _close(reading, current, token.start)
                opened = reading.groups[current.group][0].start - 1
                current = outside.pop()
                current.inside += token.end - opened
        else:
            _close(reading, current, token.start)
            current = Fragment(current.group, kind, token.end, current.host, current.at)
    _close(reading, current, len(text))
    while outside:
        current = outside.pop()
        _close(reading, current, len(text))
    _mark_sentences(reading.groups[0])
    return reading


def _close(reading: Reading, fragment: Fragment, end: int) -> None:
    fragment.end = end
    group = reading.groups[fragment.group]
    fragment.place = len(group)
    group.append(fragment)
    reading.fragments.append(fragment)


def _mark_sentences(fragments: list[Fragment]) -> None:
    """Write into every fragment outside brackets where its sentence begins and ends."""
    first = 0
    for place, fragment in enumerate(fragments):
        following = fragments[place + 1] if place + 1 < len(fragments) else None
        if following is None or following.separator is Kind.SENTENCE:
            bounds = (fragments[first].start, fragment.end)
            for member in fragments[first : place + 1]:
                member.sentence = bounds
            first = place + 1
